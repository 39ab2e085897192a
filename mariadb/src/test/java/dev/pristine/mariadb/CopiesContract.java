package dev.pristine.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.SchemaMigration;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What copies of schemas are on MariaDB and on MySQL. */
abstract class CopiesContract {

  static final TestServer SERVER = TestServer.shared();

  @TempDir Path folder;

  /** Returns what the server's name begins with. */
  abstract String product();

  /** Writes a schema's name as it stands in a grant on all of it. */
  abstract String granted(String place);

  /** Writes a role's name as it stands in a grant. */
  abstract String role(String name);

  @AfterEach
  void nothingIsLeft() throws SQLException {
    try (Pristine pristine = open()) {
      pristine.clean(true);
    }
    assertThat(SERVER.query("SHOW DATABASES LIKE 'pristine\\_%'"))
        .containsExactly("pristine_registry");
    assertThat(SERVER.query("SELECT * FROM pristine_registry.places")).isEmpty();
    assertThat(SERVER.query("SELECT * FROM pristine_registry.recipes")).isEmpty();
    assertThat(SERVER.query("SELECT db, user FROM mysql.db WHERE db LIKE 'pristine%'")).isEmpty();
  }

  static Pristine open() {
    return open(Map.of());
  }

  static Pristine open(Map<String, String> others) {
    Settings.Builder settings = Settings.builder();
    SERVER.settings().forEach(settings::set);
    others.forEach(settings::set);
    return Pristine.open(settings.set("pristine.project", "own").build());
  }

  SchemaMigration schema(String label, String... more) {
    List<String> statements = new ArrayList<>(MariadbUnderTest.SCHEMA);
    statements.addAll(List.of(more));
    return new SchemaMigration(label, statements, folder.resolve("runs"));
  }

  static List<String> ask(TestDatabase database, String query) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      return TestServer.rows(statement, query);
    }
  }

  @Test
  void whatOthersWereGrantedOnADatabaseTheyAreGrantedOnItsCopies() throws Exception {
    SERVER.execute("CREATE USER reporting IDENTIFIED BY 'x'", "CREATE ROLE readers");
    try (Pristine pristine = open()) {
      Migration migration =
          new AndThen(
              schema("granted"),
              place ->
                  SERVER.execute(
                      "GRANT SELECT, SHOW VIEW ON %s.* TO reporting".formatted(place),
                      "GRANT SELECT (name) ON %s.ponies TO readers".formatted(place),
                      "GRANT INSERT ON %s.ponies TO reporting WITH GRANT OPTION".formatted(place)));
      try (TestDatabase database = pristine.acquire(migration, Isolation.CLONE, "test")) {
        String place = TestServer.place(database.jdbcUrl());
        assertThat(SERVER.query("SHOW GRANTS FOR reporting"))
            .contains(
                "GRANT SELECT, SHOW VIEW ON `%s`.* TO `reporting`@`%%`".formatted(granted(place)),
                "GRANT INSERT ON `%s`.`ponies` TO `reporting`@`%%` WITH GRANT OPTION"
                    .formatted(place));
        assertThat(SERVER.query("SHOW GRANTS FOR readers"))
            .contains(
                "GRANT SELECT (`name`) ON `%s`.`ponies` TO %s".formatted(place, role("readers")));
      }
      pristine.clean(true);
    } finally {
      assertThat(SERVER.query("SHOW GRANTS FOR reporting")).hasSize(1);
      SERVER.execute("DROP USER reporting", "DROP ROLE readers");
    }
  }

  @Test
  void testsReachOnlyDatabasesThatAreGrantedToThem() throws Exception {
    try (Pristine pristine = open();
        TestDatabase database = pristine.acquire(schema("rights"), Isolation.CLONE, "test")) {
      // Copies that were made ahead are granted too.
      assertThat(ask(database, "SHOW DATABASES"))
          .contains(TestServer.place(database.jdbcUrl()))
          .allMatch(name -> name.endsWith("_schema") || name.startsWith("pristine_c_own_"));
      for (String forbidden :
          List.of("SELECT * FROM pristine_registry.logins", "SET sql_log_bin = 0")) {
        assertThatThrownBy(() -> ask(database, forbidden))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("denied");
      }
    }
  }

  @Test
  void aMysqlUrlIsHandedOutAsOne() throws Exception {
    Map<String, String> settings =
        Map.of("pristine.server", SERVER.url().replace("mariadb", "mysql"));
    try (Pristine pristine = open(settings);
        TestDatabase database = pristine.acquire(schema("mysql"), Isolation.CLONE, "test")) {
      assertThat(database.jdbcUrl()).startsWith("jdbc:mysql://127.0.0.1:");
      assertThat(pristine.status().server()).startsWith(product());
      assertThat(ask(database, "SELECT name FROM ponies")).containsExactly("Seed");
    }
  }
}
