package dev.pristine.sqlite;

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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The migrations that there are, run on SQLite. */
final class MigrationsTests {

  private static final String SCRIPT =
      """
      PRAGMA foreign_keys = OFF; -- as sqlite3's .dump begins
      BEGIN TRANSACTION;
      CREATE TABLE orders (id INTEGER PRIMARY KEY, total INT, state TEXT DEFAULT 'new; open');
      CREATE TABLE audit (what TEXT);
      CREATE TRIGGER audited AFTER UPDATE OF state ON orders
      WHEN old.state <> new.state BEGIN
        INSERT INTO audit VALUES (CASE WHEN new.total > 9 THEN 'big' ELSE 'small' END);
        UPDATE orders SET total = total + 1 WHERE id = new.id;
      END;
      INSERT INTO orders (total) VALUES (9), (10);
      COMMIT;
      """;

  @TempDir Path folder;
  private Pristine pristine;

  @BeforeEach
  void open() {
    pristine =
        Pristine.open(
            Settings.builder()
                .server("jdbc:sqlite:" + folder.resolve("databases"))
                .project("migrations")
                .build());
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
    List<String> rows = new ArrayList<>();
    try (TestDatabase database = pristine.acquire(migration, Isolation.REWIND, "test");
        Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        rows.add(row.getString(1));
      }
    }
    return rows;
  }

  @Test
  void sqlFilesWithTriggersRun() throws Exception {
    Migration migration = Migrations.sql("filesystem:" + files("1.sql", SCRIPT));
    try (TestDatabase database = pristine.acquire(migration, Isolation.REWIND, "test");
        Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE orders SET state = 'paid'");
      assertThat(database.changes().tables())
          .extracting(Object::toString)
          .containsExactly(
              "audit: 2 inserted, 0 updated, 0 deleted",
              "orders: 0 inserted, 2 updated, 0 deleted");
    }
    assertThat(rows(migration, "SELECT total FROM orders")).containsExactly("9", "10");
  }

  @Test
  void aFileThatLeavesItsDatabaseIsRefused() throws Exception {
    Path files = files("1.sql", "SELECT 1;\nATTACH 'other.db' AS other;");
    assertThatThrownBy(() -> pristine.acquire(Migrations.sql("filesystem:" + files)))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("line 2, leaves its database: [ATTACH 'other.db' AS other]");
  }

  @Test
  void anErrorIsToldWithFileAndLine() throws Exception {
    Path files = files("1.sql", "CREATE TABLE t (x);\n\nINSERT INTO unicorns VALUES (1);");
    assertThatThrownBy(() -> pristine.acquire(Migrations.sql("filesystem:" + files)))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("line 3")
        .hasMessageContaining("no such table: unicorns");
  }

  @Test
  void flywayMigrates() throws Exception {
    // It makes the transactions itself.
    String plain = SCRIPT.replaceAll("PRAGMA foreign_keys = OFF;|BEGIN TRANSACTION;|COMMIT;", "");
    Migration migration =
        Migrations.flyway(
            Map.of("flyway.locations", "filesystem:" + files("V1__first.sql", plain)));
    assertThat(rows(migration, "SELECT state FROM orders")).hasSize(2);
  }

  @Test
  void liquibaseMigrates() throws Exception {
    Path changelog =
        files(
                "changelog.sql",
                "--liquibase formatted sql\n--changeset somebody:1\nCREATE TABLE orders (id INTEGER PRIMARY KEY);\nINSERT INTO orders VALUES (7);\n")
            .resolve("changelog.sql");
    assertThat(
            rows(
                Migrations.liquibase("filesystem:" + changelog, Map.of()), "SELECT id FROM orders"))
        .containsExactly("7");
  }

  @Test
  void aCommandIsToldWhereTheFileIs() throws Exception {
    Path told = folder.resolve("told");
    Migration migration =
        Migrations.command(
            List.of(
                "sh", "-c", "test -f \"$DATABASE_FILE\" && echo \"$DATABASE_URL\" >'" + told + "'"),
            List.of(files("1.sql", SCRIPT)));
    pristine.acquire(migration).close();
    assertThat(told)
        .content()
        .startsWith("sqlite:////")
        .contains("/databases/pristine_b_migrations_")
        .endsWith(".db\n");
  }
}
