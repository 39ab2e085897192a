package dev.pristine.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After each kind of change, the next test finds what an untouched copy holds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SqliteRewindBatteryTests {

  private static final int ROUNDS = 25;
  private static final int STEPS = 12;

  private RewindStage stage;
  private List<String> untouched;
  private final Set<String> databases = new TreeSet<>();

  @BeforeAll
  void openStage(@TempDir Path folder) throws SQLException {
    stage = RewindStage.open(folder, Map.of());
    untouched = stage.untouched();
  }

  @AfterAll
  void everyChangeWasRewoundInPlace() {
    stage.close();
    assertThat(databases).as("one database through all of it").hasSize(1);
  }

  /** What is separated by § is done one after the other, and may fail. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "INSERT INTO parent (name) VALUES ('Dan')",
        "INSERT INTO parent (id, name) VALUES (900, 'Far')",
        "INSERT INTO parent (name) VALUES ('ann')",
        "UPDATE parent SET name = 'ANN' WHERE id = 1",
        "UPDATE parent SET name = name",
        "UPDATE parent SET id = id + 100",
        "DELETE FROM parent WHERE id = 3",
        "DELETE FROM parent",
        "PRAGMA foreign_keys = ON§DELETE FROM parent",
        "REPLACE INTO parent VALUES (1, 'Other')",
        "INSERT INTO parent VALUES (1, 'Upsert') ON CONFLICT DO UPDATE SET name = excluded.name",
        "DELETE FROM sqlite_sequence",
        "UPDATE sqlite_sequence SET seq = 5000",
        "BEGIN§INSERT INTO parent (name) VALUES ('Gone')§ROLLBACK",
        "BEGIN§INSERT INTO parent (name) VALUES ('Kept')§COMMIT",
        "BEGIN§INSERT INTO parent (name) VALUES ('Left open')",
        "BEGIN IMMEDIATE§DELETE FROM child§SAVEPOINT s§DELETE FROM parent§ROLLBACK TO s",
        "SAVEPOINT s§DELETE FROM child",
        "INSERT INTO child VALUES (9, 77, 'no such parent')",
        "UPDATE child SET n = CAST(n AS TEXT)",
        "UPDATE child SET n = n + 0.0",
        "DELETE FROM keyed WHERE b = 1",
        "UPDATE keyed SET c = x'00fe' WHERE b = 1",
        "INSERT INTO keyed VALUES ('l', 1, zeroblob(100000))",
        "UPDATE strict SET amount = 2",
        "UPDATE strict SET amount = -1",
        "UPDATE computed SET n = 9",
        "INSERT INTO bare SELECT * FROM bare WHERE x IS NULL",
        "DELETE FROM bare WHERE x IS NULL",
        "UPDATE \"odd \"\"name; [1]\" SET \"select\" = 't'",
        "INSERT INTO words VALUES ('more words')",
        "UPDATE words SET text = 'other'§INSERT INTO words (words) VALUES ('optimize')",
        "CREATE TABLE extra (x)§INSERT INTO extra VALUES (1)",
        "DROP TABLE child",
        "DROP TABLE words",
        "ALTER TABLE bare ADD COLUMN z DEFAULT 3",
        "ALTER TABLE bare RENAME TO other",
        "ALTER TABLE bare RENAME COLUMN y TO why",
        "ALTER TABLE bare DROP COLUMN y",
        "DROP INDEX child_parent",
        "CREATE INDEX another ON child (n)",
        "DROP VIEW names§CREATE VIEW names AS SELECT 1 AS name",
        "DROP TRIGGER logged",
        "CREATE TRIGGER extra BEFORE DELETE ON bare BEGIN SELECT raise(abort, 'no'); END",
        "PRAGMA user_version = 99",
        "PRAGMA application_id = 4711",
        "ANALYZE",
        "REINDEX",
        "VACUUM",
        "PRAGMA auto_vacuum = FULL§VACUUM",
        "PRAGMA wal_checkpoint(TRUNCATE)",
        "PRAGMA optimize",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA query_only = ON",
        "CREATE TEMP TABLE parent (id)§INSERT INTO parent VALUES (1)",
        "CREATE TEMP TRIGGER t AFTER INSERT ON main.parent BEGIN DELETE FROM child; END",
        "ATTACH ':memory:' AS aside§CREATE TABLE aside.x (y)",
        "PRAGMA writable_schema = ON§UPDATE sqlite_schema SET sql = sql || ' ' WHERE name = 'bare'",
        "PRAGMA case_sensitive_like = ON",
        "PRAGMA recursive_triggers = ON§PRAGMA cache_size = 10§PRAGMA busy_timeout = 1",
        "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 20000)"
            + " INSERT INTO bare SELECT x + 10, hex(randomblob(50)) FROM c",
      })
  void nothingIsLeftOf(String changes) throws SQLException {
    SessionState before;
    try (TestDatabase database = stage.acquire(changes)) {
      try (Connection connection = database.dataSource().getConnection()) {
        before = SessionState.of(connection.unwrap(FileConnection.class));
        for (String change : changes.split("§")) {
          attempt(connection, change);
        }
      }
    }
    try (TestDatabase next = stage.acquire("after " + changes)) {
      databases.add(next.name());
      assertThat(RewindStage.dump(next)).isEqualTo(untouched);
      try (Connection connection = next.dataSource().getConnection()) {
        assertThat(SessionState.of(connection.unwrap(FileConnection.class))).isEqualTo(before);
      }
    }
  }

  /** Runs a statement, which may fail; a query is read to its end. */
  private static void attempt(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Test
  void nothingIsLeftOfManyRandomChangesOverTwoConnections() throws SQLException {
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(round);
      List<String> done = new ArrayList<>();
      try (TestDatabase database = stage.acquire("round " + round);
          Connection one = database.dataSource().getConnection();
          Connection two = database.dataSource().getConnection()) {
        for (int step = 0; step < STEPS; step++) {
          String sql = randomChange(random, step);
          done.add(sql);
          attempt(random.nextBoolean() ? one : two, sql);
        }
      }
      try (TestDatabase next = stage.acquire("after round " + round)) {
        databases.add(next.name());
        assertThat(RewindStage.dump(next)).as(done.toString()).isEqualTo(untouched);
      }
    }
  }

  private static String randomChange(Random random, int step) {
    int n = random.nextInt(5);
    return switch (random.nextInt(10)) {
      case 0 -> "INSERT INTO parent (name) VALUES ('random %d %d')".formatted(step, n);
      case 1 -> "DELETE FROM parent WHERE id %% 3 = %d".formatted(n);
      case 2 -> "UPDATE child SET n = n + %d, parent = %d".formatted(n, n);
      case 3 -> "REPLACE INTO keyed VALUES ('k', %d, randomblob(%d))".formatted(n, 3000 * n);
      case 4 -> "CREATE TABLE IF NOT EXISTS t%d AS SELECT * FROM child".formatted(n);
      case 5 -> "DROP TABLE IF EXISTS t%d".formatted(n);
      case 6 -> "INSERT INTO words VALUES ('word %d')".formatted(n);
      case 7 -> "CREATE INDEX IF NOT EXISTS i%d ON child (n)".formatted(n);
      case 8 -> "ALTER TABLE bare ADD COLUMN c%d".formatted(step);
      default -> "UPDATE computed SET n = n * %d".formatted(n);
    };
  }
}
