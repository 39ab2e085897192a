package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.TestDatabase;
import dev.pristine.enginetests.Trials;
import java.sql.Connection;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many tests in a row on one database. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class PostgresRewindEnduranceTests {

  private static final int TESTS = Trials.share(10_000);
  private static final int TENTH = TESTS / 10;

  @ParameterizedTest(name = "autovacuum {0}")
  @ValueSource(strings = {"on", "off"})
  void neitherTheDatabaseNorTheRewindGrows(String autovacuum) throws Exception {
    try (RewindStage stage =
        RewindStage.open(Map.of("autovacuum", autovacuum, "autovacuum_naptime", "5s"))) {
      long[] nanos = new long[TESTS];
      Set<String> databases = new HashSet<>();
      long sizeAtFirst = 0;
      TestDatabase database = stage.acquire(Fixture.PLAIN, "the first");
      for (int i = 0; i < TESTS; i++) {
        databases.add(database.name());
        test(database, i);
        long start = System.nanoTime();
        database.close();
        database = stage.acquire(Fixture.PLAIN, "the next");
        nanos[i] = System.nanoTime() - start;
        if (i == TENTH) {
          sizeAtFirst = size(stage, database);
        }
      }
      long sizeAtLast = size(stage, database);
      assertThat(stage.differences(Fixture.PLAIN, database)).isEmpty();
      database.close();
      System.out.printf(
          "[endurance] autovacuum %s: %d tests on %d databases; a rewind took %.2f ms in the first tenth, %.2f ms in"
              + " the last; the database grew from %d kB to %d kB%n",
          autovacuum,
          TESTS,
          databases.size(),
          median(Arrays.copyOfRange(nanos, 0, TENTH)),
          median(Arrays.copyOfRange(nanos, TESTS - TENTH, TESTS)),
          sizeAtFirst >> 10,
          sizeAtLast >> 10);
      assertThat(databases).as("hardly ever replaced").hasSizeLessThan(1 + TESTS / 100);
      assertThat(sizeAtLast).isLessThan(sizeAtFirst * 3 / 2);
    }
  }

  /** What an ordinary test does: a few rows in a few tables, one of them seeded. */
  private static void test(TestDatabase database, int number) throws Exception {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      Actor.run(
          connection,
          "INSERT INTO ponies (stable, name) SELECT 1, 'New' FROM generate_series(1, 5)",
          "INSERT INTO races (place, pony) SELECT n, n FROM generate_series(1, 10) n",
          "INSERT INTO results SELECT n, n FROM generate_series(1, 10) n",
          "UPDATE stables SET name = name || '%d' WHERE id = 1".formatted(number),
          "DELETE FROM notes WHERE note = 'once'");
      connection.commit();
    }
  }

  private static long size(RewindStage stage, TestDatabase database) throws Exception {
    try (Connection superuser = stage.superuser(database.name())) {
      return Sessions.query(
              superuser.createStatement(),
              "SELECT pg_database_size(current_database())",
              row -> row.getLong(1))
          .get(0);
    }
  }

  private static double median(long[] nanos) {
    Arrays.sort(nanos);
    return nanos[nanos.length / 2] / 1e6;
  }
}
