package dev.pristine.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.MigrationException;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import dev.pristine.migrations.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The migrations that there are, run on MariaDB. */
final class MigrationsTests {

  private static final String SCRIPT =
      """
      # As mariadb-dump and people write them.
      /*!40101 SET NAMES utf8mb4 */;
      CREATE TABLE `orders` (
        id int /*! unsigned */ AUTO_INCREMENT PRIMARY KEY,
        state varchar(50) DEFAULT "new; open" COMMENT 'it\\'s; a state'
      );
      CREATE TABLE audit (what text);
      """;

  private static final String WITH_DELIMITER =
      """
      DELIMITER $$
      CREATE TRIGGER audited AFTER UPDATE ON orders FOR EACH ROW BEGIN
        IF NEW.state <> OLD.state THEN
          INSERT INTO audit VALUES (NEW.state);
        END IF;
      END$$
      CREATE PROCEDURE pay(IN which int)
      BEGIN
        UPDATE orders SET state = 'paid; really' WHERE id = which;
      END$$
      DELIMITER ;
      INSERT INTO orders (state) VALUES ('a'), ('it\\'s');
      CALL pay(1);
      """;

  @TempDir Path folder;
  private Pristine pristine;

  @BeforeEach
  void open() {
    Settings.Builder settings = Settings.builder();
    TestServer.shared().settings().forEach(settings::set);
    pristine = Pristine.open(settings.project("migrations").build());
  }

  @AfterEach
  void close() {
    pristine.close();
  }

  private Path files(String name, String content) throws IOException {
    Path files = Files.createDirectories(folder.resolve("files"));
    Files.writeString(files.resolve(name), content);
    return files;
  }

  private List<String> rows(Migration migration, String query) throws SQLException {
    try (TestDatabase database = pristine.acquire(migration, Isolation.CLONE, "test");
        Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      return TestServer.rows(statement, query);
    }
  }

  /** Returns the message of the failure, with the folder's changing name left out. */
  private String failure(Migration migration) {
    try {
      pristine.acquire(migration).close();
    } catch (MigrationException e) {
      return String.valueOf(e.getMessage()).replace(folder.toString(), "");
    }
    throw new AssertionError("It did not fail");
  }

  @Test
  void sqlFilesWithTriggersAndDelimitersRun() throws Exception {
    files("1.sql", SCRIPT);
    Path files = files("2.sql", WITH_DELIMITER);

    assertThat(rows(Migrations.sql(files.toString()), "SELECT state, what FROM orders, audit"))
        .containsExactlyInAnyOrder("paid; really | paid; really", "it's | paid; really");
  }

  @Test
  void aBodyIsKeptWholeAlsoWhereNoDelimiterIsSet() throws Exception {
    files("1.sql", SCRIPT);
    Path files = files("2.sql", WITH_DELIMITER.replaceAll("DELIMITER .*\n", "").replace("$$", ";"));

    assertThat(rows(Migrations.sql(files.toString()), "SELECT what FROM audit"))
        .containsExactly("paid; really");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE DATABASE IF NOT EXISTS `elsewhere`",
        "CREATE SCHEMA elsewhere",
        "/*!40000 DROP DATABASE IF EXISTS mysql*/",
        "USE `mysql`"
      })
  void aFileThatLeavesItsDatabaseIsRefusedBeforeAnythingIsRun(String statement) throws Exception {
    files("1.sql", "CREATE TABLE elsewhere_too (a int);");
    Path files = files("2.sql", "SELECT 1;\n\n" + statement + ";\n");

    assertThat(failure(Migrations.sql(files.toString())))
        .isEqualTo(
            "The file [/files/2.sql], line 3, leaves its database: [%s]. Remove it: Pristine makes the databases. Nothing was run."
                .formatted(statement));
    assertThat(TestServer.shared().query("SHOW DATABASES LIKE 'elsewhere'")).isEmpty();
    assertThat(
            TestServer.shared()
                .query(
                    "SELECT 1 FROM information_schema.tables WHERE table_name LIKE 'elsewhere%'"))
        .isEmpty();
  }

  @Test
  void aFileThatWritesToAnotherDatabaseIsRefused() throws Exception {
    Path files = files("1.sql", "SELECT 1;\nINSERT INTO `mysql`.event VALUES (1);");

    assertThat(failure(Migrations.sql(files.toString())))
        .isEqualTo(
            "The file [/files/1.sql], line 2, writes to another database, [mysql.event]: [INSERT INTO `mysql`.event VALUES (1)]. Leave the database's name out: Pristine gives each its own. Nothing was run.");
  }

  @Test
  void whatOnlyTheClientUnderstandsIsRefused() throws Exception {
    Path files = files("1.sql", "SELECT 1\\G\n");

    assertThat(failure(Migrations.sql(files.toString())))
        .isEqualTo(
            "The file [/files/1.sql], line 1, has a command that only the mariadb client understands: [\\G]. Write it in SQL, or run the mariadb client itself with Migrations.command. Nothing was run.");
  }

  @Test
  void anErrorIsToldWithFileAndLine() throws Exception {
    Path files = files("1.sql", "CREATE TABLE t (x int);\n\nINSERT INTO unicorns VALUES (1);");

    assertThatThrownBy(() -> pristine.acquire(Migrations.sql(files.toString())))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("1.sql], line 3: ")
        .hasMessageContaining("unicorns' doesn't exist");
  }

  @Test
  void flywayMigrates() throws Exception {
    files("V1__first.sql", SCRIPT);
    Path files = files("V2__second.sql", WITH_DELIMITER);

    assertThat(rows(flyway(files), "SELECT state FROM orders ORDER BY id"))
        .containsExactly("paid; really", "it's");
  }

  @Test
  void aFileOfFlywaysThatLeavesItsDatabaseIsRefused() throws Exception {
    files("V1__first.sql", SCRIPT);
    Path files = files("V2__away.sql", "SELECT 1;\nUSE mysql;\nSELECT 1;");

    assertThat(failure(flyway(files)))
        .isEqualTo(
            "The file [/files/V2__away.sql], line 2, leaves its database: [USE mysql]. Remove it: Pristine makes the databases. Nothing was run.");
  }

  private static Migration flyway(Path files) {
    return Migrations.flyway(Map.of("flyway.locations", "filesystem:" + files));
  }

  @Test
  void liquibaseMigrates() throws Exception {
    assertThat(rows(liquibase("CREATE TABLE orders (id int PRIMARY KEY);"), "SELECT 1 FROM orders"))
        .isEmpty();
  }

  @Test
  void aChangeSetOfLiquibasesThatLeavesItsDatabaseIsRefused() throws Exception {
    assertThat(failure(liquibase("CREATE DATABASE elsewhere;")))
        .startsWith("The change set [")
        .endsWith(
            "changelog.sql::1::somebody] leaves its database: [CREATE DATABASE elsewhere]. Remove it: Pristine makes the databases. Nothing of it was kept.");
    assertThat(TestServer.shared().query("SHOW DATABASES LIKE 'elsewhere'")).isEmpty();
  }

  private Migration liquibase(String sql) throws IOException {
    String text = "--liquibase formatted sql\n--changeset somebody:1\n" + sql + "\n";
    return Migrations.liquibase(
        "filesystem:" + files("changelog.sql", text).resolve("changelog.sql"), Map.of());
  }
}
