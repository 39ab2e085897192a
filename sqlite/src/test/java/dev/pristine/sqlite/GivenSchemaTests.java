package dev.pristine.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import dev.pristine.migrations.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trial of schemas that somebody has: {@code -Dtrial.sql=FILE,FILE}, each a file of SQL or a
 * folder of migrations. What they make is what copies have, and have again when it was changed.
 */
@EnabledIfSystemProperty(named = "trial.sql", matches = ".+")
final class GivenSchemaTests {

  private static final Logger log = LoggerFactory.getLogger(GivenSchemaTests.class);

  @TempDir Path folder;

  static Stream<String> schemas() {
    return Stream.of(System.getProperty("trial.sql", "").split(",", -1));
  }

  /** Notes what is in the database when it was migrated. */
  private record Noted(Migration migration, AtomicReference<List<String>> original)
      implements Migration {

    @Override
    public String fingerprint() {
      return migration.fingerprint();
    }

    @Override
    public void apply(Target target) throws Exception {
      migration.apply(target);
      try (Connection connection = target.dataSource().getConnection()) {
        original.set(Dump.of(connection));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void copiesAreAsTheSchemaIsAlsoAfterChanges(String schema) throws Exception {
    AtomicReference<List<String>> original = new AtomicReference<>(List.of());
    Migration migration = new Noted(Migrations.at(schema), original);
    try (Pristine pristine =
        Pristine.open(
            Settings.builder()
                .server("jdbc:sqlite:" + folder.resolve("databases"))
                .project("trial")
                .set("pristine.clones", "1")
                .build())) {
      String first;
      int tables;
      try (TestDatabase clone = pristine.acquire(migration, Isolation.REWIND, "clone")) {
        first = clone.name();
        assertThat(dump(clone)).isEqualTo(original.get());
        tables = change(clone);
        assertThat(dump(clone)).isNotEqualTo(original.get());
      }
      try (TestDatabase again = pristine.acquire(migration, Isolation.REWIND, "again")) {
        assertThat(dump(again)).isEqualTo(original.get());
        log.info(
            "{}: {} tables, all written to: {}",
            schema,
            tables,
            again.name().equals(first) ? "rewound" : "replaced");
      }
    }
  }

  private static List<String> dump(TestDatabase database) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      return Dump.of(connection);
    }
  }

  /** Takes some rows from every table and adds one where that goes. */
  private static int change(TestDatabase database) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT '\"' || replace(name, '\"', '\"\"') || '\"' FROM pragma_table_list"
                  + " WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%'"
                  + " ESCAPE '\\'")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      for (String table : tables) {
        statement.execute(
            "DELETE FROM %1$s WHERE rowid IN (SELECT rowid FROM %1$s LIMIT 2)".formatted(table));
        statement.execute("INSERT OR IGNORE INTO %s DEFAULT VALUES".formatted(table));
      }
      statement.execute("CREATE TABLE made_by_the_trial (a INT)");
      statement.execute("DROP TABLE made_by_the_trial");
      statement.execute("PRAGMA user_version = 77");
      return tables.size();
    }
  }
}
