package dev.pristine.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.SchemaMigration;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is otherwise on a server of MySQL. */
@OnMysql
final class MysqlDatabasesTests extends CopiesContract {

  @Override
  String product() {
    return "MySQL 8.0.";
  }

  @Override
  String granted(String place) {
    return place;
  }

  @Override
  String role(String name) {
    return "`%s`@`%%`".formatted(name);
  }

  private static Map<String, String> asAdministrator(TestServer server) {
    Map<String, String> settings = new HashMap<>(server.settings());
    settings.put("pristine.role", "admin");
    return settings;
  }

  @Test
  void aCloneIsItsTemplateInEveryRespect() throws Exception {
    AtomicReference<String> original = new AtomicReference<>("");
    Migration migration =
        new AndThen(
            new SchemaMigration("everything", MysqlSchema.STATEMENTS, folder.resolve("runs")),
            place -> original.set(Dump.of(SERVER, place)));
    try (Pristine pristine = open(asAdministrator(SERVER));
        TestDatabase clone = pristine.acquire(migration, Isolation.CLONE, "clone")) {
      assertThat(original.get())
          .contains("PARTITION BY", "my_row_id", "CREATE DEFINER", "unsigned array");
      assertThat(Dump.of(SERVER, TestServer.place(clone.jdbcUrl()))).isEqualTo(original.get());
      assertThat(ask(clone, "SELECT * FROM a_above")).isNotEmpty();
      assertThat(ask(clone, "SHOW CREATE VIEW a_above").get(0))
          .doesNotContain("pristine_b", "pristine_c");
      assertThat(ask(clone, "SELECT my_row_id, name FROM keyless"))
          .containsExactly("1 | a", "3 | c");
    }
  }

  /** The server forgets who has proved to know the password; the driver must ask for its key. */
  @Test
  void theUrlThatTestsGetConnectsWithoutTls() throws Exception {
    SERVER.execute(
        "CREATE USER older IDENTIFIED WITH mysql_native_password BY 'x'",
        "GRANT ALL PRIVILEGES ON *.* TO older WITH GRANT OPTION");
    Map<String, String> settings =
        Map.of(
            "pristine.server",
            SERVER.url().replaceFirst("\\?.*", ""),
            "pristine.user",
            "older",
            "pristine.password",
            "x");
    try (Pristine pristine = open(settings);
        TestDatabase database = pristine.acquire(schema("url"), Isolation.CLONE, "test")) {
      SERVER.execute("FLUSH PRIVILEGES");
      try (Connection connection =
              DriverManager.getConnection(
                  database.jdbcUrl(), database.user(), database.password());
          Statement statement = connection.createStatement()) {
        assertThat(TestServer.rows(statement, "SELECT name FROM ponies")).containsExactly("Seed");
      }
    } finally {
      SERVER.execute("DROP USER older");
    }
  }

  @Test
  void wherePrimaryKeysAreDemandedCopiesHaveWhatTheirTemplateHas() throws Exception {
    try (TestServer strict =
            TestServer.start(
                "--sql-require-primary-key=ON", "--sql-generate-invisible-primary-key=ON");
        Pristine pristine = open(asAdministrator(strict));
        TestDatabase database =
            pristine.acquire(
                schema(
                    "keys",
                    "CREATE TABLE keyed (name varchar(10))",
                    "INSERT INTO keyed VALUES ('a')",
                    "SET sql_require_primary_key = 0, sql_generate_invisible_primary_key = 0",
                    "CREATE TABLE keyless (name varchar(10))"),
                Isolation.CLONE,
                "test")) {
      assertThat(ask(database, "SELECT my_row_id, name FROM keyed")).containsExactly("1 | a");
      assertThat(ask(database, "SHOW CREATE TABLE keyless").get(0)).doesNotContain("KEY");
    }
  }

  @Test
  void wherePatternsInGrantsAreNoneTestsReachTheirDatabasesToo() throws Exception {
    try (TestServer literal = TestServer.start("--partial-revokes=ON");
        Pristine pristine = open(literal.settings());
        TestDatabase database = pristine.acquire(schema("literal"), Isolation.CLONE, "test")) {
      assertThat(database.user()).isEqualTo("pristine_app");
      assertThat(ask(database, "SELECT name FROM ponies")).containsExactly("Seed");
    }
  }

  @Test
  void privilegesThatAnAccountHasByRolesCount() throws Exception {
    SERVER.execute(
        "CREATE ROLE half, other_half",
        "GRANT ALL PRIVILEGES ON *.* TO half WITH GRANT OPTION",
        "REVOKE PROCESS ON *.* FROM half",
        "GRANT PROCESS ON *.* TO other_half",
        "CREATE USER by_roles IDENTIFIED BY 'x'",
        "GRANT half, other_half TO by_roles",
        "SET DEFAULT ROLE ALL TO by_roles");
    try (Pristine pristine = open(Map.of("pristine.user", "by_roles", "pristine.password", "x"));
        TestDatabase database = pristine.acquire(schema("roles"), Isolation.CLONE, "test")) {
      assertThat(database.user()).isEqualTo("pristine_app");
    } finally {
      SERVER.execute("DROP USER by_roles", "DROP ROLE half, other_half");
    }
  }
}
