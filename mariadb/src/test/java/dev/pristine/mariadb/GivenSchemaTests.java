package dev.pristine.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import dev.pristine.migrations.Migrations;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
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

  private static final TestServer SERVER = startLikeEmbeddedOnes();

  private static TestServer startLikeEmbeddedOnes() {
    try {
      return TestServer.start("--character-set-server=utf8mb4");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    SERVER.close();
  }

  static Stream<String> schemas() {
    return Stream.of(System.getProperty("trial.sql", "").split(",", -1));
  }

  /** Notes what the server's own tool tells of the database when it was migrated. */
  private record Noted(Migration migration, AtomicReference<String> original) implements Migration {

    @Override
    public String fingerprint() {
      return migration.fingerprint();
    }

    @Override
    public void apply(Target target) throws Exception {
      migration.apply(target);
      original.set(Dump.of(SERVER, TestServer.place(target.jdbcUrl())));
    }
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void copiesAreAsTheSchemaIsAlsoAfterChanges(String schema) throws Exception {
    AtomicReference<String> original = new AtomicReference<>("");
    Migration migration = new Noted(Migrations.at(schema), original);
    Settings.Builder settings = Settings.builder().project("trial").set("pristine.clones", "1");
    SERVER.settings().forEach(settings::set);
    try (Pristine pristine = Pristine.open(settings.project("trial").build())) {
      String first;
      int tables;
      try (TestDatabase clone = pristine.acquire(migration, Isolation.REWIND, "clone")) {
        first = clone.name();
        assertThat(Dump.of(SERVER, TestServer.place(clone.jdbcUrl()))).isEqualTo(original.get());
        tables = change(clone);
        assertThat(Dump.of(SERVER, TestServer.place(clone.jdbcUrl()))).isNotEqualTo(original.get());
      }
      try (TestDatabase again = pristine.acquire(migration, Isolation.REWIND, "again")) {
        assertThat(Dump.of(SERVER, TestServer.place(again.jdbcUrl()))).isEqualTo(original.get());
        log.info(
            "{}: {} tables, all written to: {}",
            schema,
            tables,
            again.name().equals(first) ? "rewound" : "replaced");
      } finally {
        pristine.clean(true);
      }
    }
  }

  /** Takes some rows from every table and adds one where that goes. */
  private static int change(TestDatabase database) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET sql_mode = '', foreign_key_checks = 0");
      List<String> tables =
          TestServer.rows(
              statement,
              "SELECT table_name FROM information_schema.tables WHERE table_schema = database() AND table_type = 'BASE TABLE'");
      for (String table : tables) {
        String name = Sql.identifier(table);
        statement.execute("DELETE FROM %s LIMIT 2".formatted(name));
        statement.execute("INSERT IGNORE INTO %s () VALUES ()".formatted(name));
      }
      return tables.size();
    }
  }
}
