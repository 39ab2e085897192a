package dev.pristine.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every store passes: resources from files and from queries, and what is wanted of them. */
abstract class SourceContract extends StoreContract {

  private static final Requirement ANY = Requirement.of("users");

  private String products(String... statements) throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("shop.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
    return url;
  }

  private Pool users(String sql, String... statements) throws SQLException {
    return Pool.of("users", Source.query(products(statements), null, null, sql));
  }

  @Test
  void whatAFileListsIsLeasedByItsAttributes() throws Exception {
    Source source =
        Source.csv(
            Files.writeString(
                folder.resolve("users.csv"),
                "login,company,password\nann,ACME,s3cret\nbob,Initech,h1dden\n"));
    try (Leases leases = open().define(Pool.of("users", source).withSecrets("password"));
        Leases others = open()) {
      try (Lease lease = leases.acquire(ANY.with("company", "Initech"), NOW, "test")) {
        assertThat(lease.resource().attribute("password")).contains("h1dden");
        assertThat(others.list("users").toString()).contains("ann", "bob").doesNotContain("h1dden");
      }
      // Whoever was not told of the pool matches what is in the store.
      try (Lease lease = others.acquire(ANY.with("company", "ACME"), NOW, "test")) {
        assertThat(lease.resource().name()).isEqualTo("ann");
        assertThat(lease.toString()).doesNotContain("s3cret");
      }
    }
  }

  @Test
  void whatIsNoLongerListedIsNotLeased() {
    try (Leases leases = open().define(Pool.of("users", Source.named("old", "ann")))) {
      leases.acquire(ANY.named("old"), NOW, "test").close();
      leases.define(Pool.of("users", Source.named("ann")));
      leases.acquire(ANY, NOW, "test");
      assertThatThrownBy(() -> leases.acquire(ANY, NOW, "test"))
          .isInstanceOf(LeaseTimeoutException.class);
    }
  }

  @Test
  void aQueryIsAskedAtEachAcquire() throws Exception {
    Pool pool =
        users(
            "SELECT login, ':no', \"company\" FROM users -- :no\nWHERE company = :company AND 1::int",
            "CREATE TABLE users (login TEXT, company TEXT)");
    // SQLite knows no casts; the query is one all the same.
    assertThat(pool.source().matched()).containsExactly("company");
    Pool asked =
        users(
            "SELECT login, company FROM users WHERE company = :company ORDER BY 1",
            "INSERT INTO users VALUES ('ann', 'ACME')");
    try (Leases leases = open().define(asked)) {
      Lease ann = leases.acquire(ANY.with("company", "ACME"), NOW, "test");
      assertThat(ann.resource())
          .isEqualTo(Resource.of("ann", Map.of("login", "ann", "company", "ACME")));
      assertThatThrownBy(() -> leases.acquire(ANY.with("company", "ACME"), NOW, "test"))
          .isInstanceOf(LeaseTimeoutException.class);
      products("INSERT INTO users VALUES ('bob', 'ACME')", "DELETE FROM users WHERE login = 'ann'");
      try (Lease bob = leases.acquire(ANY.with("company", "ACME"), NOW, "test")) {
        assertThat(bob.resource().name()).isEqualTo("bob");
      }
      // It is no longer there, but held all the same.
      ann.check();
      ann.close();
      assertThatThrownBy(() -> leases.acquire(ANY.with("company", "' OR 1=1 --"), NOW, "test"))
          .hasMessageContaining("no such resource");
    }
  }

  @Test
  void aQueryThatIsWrongIsToldByTheNameOfItsPool() throws Exception {
    Pool twice =
        users(
            "SELECT login, company FROM users",
            "CREATE TABLE users (login TEXT, company TEXT)",
            "INSERT INTO users VALUES ('ann', 'ACME'), ('ann', 'ACME')");
    try (Leases leases = open()) {
      leases.define(twice).acquire(ANY, NOW, "test").close();
      products("INSERT INTO users VALUES ('ann', 'Initech')");
      assertThatThrownBy(() -> leases.acquire(ANY, NOW, "test"))
          .hasMessage(
              "The source of the pool [users] has [ann] twice, with different attributes. Which is"
                  + " it?");
      leases.define(users("SELECT NULL AS login FROM users"));
      assertThatThrownBy(() -> leases.acquire(ANY, NOW, "test"))
          .hasMessage(
              "The query of the pool [users] returned a row without a name: its first column"
                  + " [login] is NULL.");
      leases.define(users("SELECT nonsense FROM nowhere"));
      assertThatThrownBy(() -> leases.acquire(ANY, NOW, "test"))
          .isInstanceOf(LeaseException.class)
          .hasMessageStartingWith("The source of the pool [users] failed: ")
          .hasMessageContaining("nowhere");
      leases.define(
          Pool.of("users", Source.query("jdbc:none://x?password=geheim", null, null, "")));
      assertThatThrownBy(() -> leases.acquire(ANY, NOW, "test"))
          .hasMessageStartingWith("No JDBC driver takes [jdbc:none://x]")
          .hasMessageNotContaining("geheim");
    }
  }

  @Test
  void anOwnerOfAnotherLanguageIsJudgedByExpiryAlone() throws Exception {
    try (Leases leases = open().define(Pool.of("users", Source.named("ann", "bob")))) {
      for (String owner : List.of("''; DROP TABLE resource; --", "0123456789abcdef~", "🐎")) {
        execute("INSERT INTO owner (id, process, started) VALUES ('" + owner + "', 'x', 0)");
      }
      execute(
          "UPDATE resource SET state = 'busy', owner = '🐎', test = 'other', since = 0,"
              + " generation = 1, ticket = NULL, used = 1, expires = CASE name"
              + " WHEN 'ann' THEN 1 ELSE 99999999999999 END");
      leases.acquire(ANY, LONG, "test").close();
      assertThat(leases.history("users", "", 100))
          .extracting(event -> event.event() + " " + event.resource())
          .contains("revoked expired ann");
      assertThat(leases.isHeld("users", "bob")).isTrue();
    }
  }
}
