package dev.pristine.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.Isolation;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.Trials;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rewinding while others do something else on the same server, and again and again. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@OnMariadb
final class MariadbRewindCrowdTests {

  private static final int THREADS = 8;
  private static final int TESTS_PER_THREAD = Trials.share(300);
  private static final int WORKLOADS = Trials.share(150);
  private static final int TESTS_IN_A_ROW = Trials.share(10_000);

  private static final String SUMMARY =
      """
      SELECT concat_ws(' ', (SELECT count(*) FROM ponies), (SELECT sum(id) FROM ponies), (SELECT count(*) FROM stables),
        (SELECT count(*) FROM notes), (SELECT count(*) FROM events_at), (SELECT count(*) FROM races),
        (SELECT count(*) FROM visits), (SELECT count(*) FROM pony_log), (SELECT sum(x) FROM history))""";

  @TempDir Path folder;

  private final AtomicBoolean goOn = new AtomicBoolean(true);

  private RewindStage open(String clones) {
    return RewindStage.open(
        TestServer.shared(),
        folder,
        Stables.here(),
        Map.of("pristine.clones", clones, "pristine.acquire-timeout", "60s"));
  }

  @Test
  void eachOfManyTestsSeesItsOwnRowsAndTheSeedsOnly() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try (RewindStage stage = open("0")) {
      List<Future<Integer>> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        threads.add(executor.submit(() -> testInOneThread(stage)));
      }
      for (Future<Integer> thread : threads) {
        assertThat(thread.get(2, TimeUnit.MINUTES)).isEqualTo(TESTS_PER_THREAD);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private static int testInOneThread(RewindStage stage) throws SQLException {
    for (int i = 0; i < TESTS_PER_THREAD; i++) {
      String mine = Thread.currentThread().getName() + " " + i;
      try (TestDatabase database = stage.acquire(mine);
          Connection connection = database.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        assertThat(TestServer.rows(statement, SUMMARY)).containsExactly("20 210 3 4 2 2 0 0 12");
        assertThat(
                TestServer.rows(
                    statement,
                    "INSERT INTO ponies (stable, name) VALUES (1, '%s') RETURNING id"
                        .formatted(mine)))
            .as("InnoDB took more numbers than rows for INSERT … SELECT")
            .containsExactly("32");
        assertThat(TestServer.rows(statement, "INSERT INTO races (pony) VALUES (32) RETURNING id"))
            .containsExactly("3");
        assertThat(TestServer.rows(statement, "SELECT NEXTVAL(numbers)")).containsExactly("100");
        Actor.run(
            connection,
            "INSERT INTO visits (who) VALUES ('%s')".formatted(mine),
            "DELETE FROM ponies WHERE id <= " + (1 + i % 5),
            "UPDATE notes SET note = '%s' WHERE note = 'once'".formatted(mine),
            "UPDATE history SET x = x + 1");
        assertThat(TestServer.rows(statement, "SELECT what FROM pony_log")).containsExactly(mine);
      }
    }
    return TESTS_PER_THREAD;
  }

  @Test
  void nothingIsMissedWhileCopiesAreMadeAndTheLogGoesOnElsewhere() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (RewindStage stage = open("1")) {
      stage.acquire("first").close();
      Future<Integer> others = executor.submit(() -> makeCopies(stage));
      for (int i = 0; i < WORKLOADS; i++) {
        try (TestDatabase database = stage.acquire("workload " + i)) {
          RandomWorkloads.steps()
              .next(new Random(10_000L + i))
              .playOn(database, new RandomWorkloads());
        }
        try (TestDatabase next = stage.acquire("after workload " + i)) {
          assertThat(stage.differences(next)).as("workload %d", i).isEmpty();
        }
      }
      goOn.set(false);
      assertThat(others.get(1, TimeUnit.MINUTES)).isPositive();
    } finally {
      goOn.set(false);
      executor.shutdownNow();
    }
  }

  private int makeCopies(RewindStage stage) throws SQLException {
    int rounds = 0;
    while (goOn.get()) {
      stage.acquire(Isolation.CLONE, "copy").close();
      stage.server().execute("FLUSH BINARY LOGS", "ANALYZE TABLE mysql.db");
      rounds++;
    }
    return rounds;
  }

  @Test
  void manyTestsInARowAreRewoundOnOneDatabase() throws Exception {
    Set<String> databases = new HashSet<>();
    try (RewindStage stage = open("1")) {
      for (int i = 0; i < TESTS_IN_A_ROW; i++) {
        try (TestDatabase database = stage.acquire("test " + i);
            Connection connection = database.dataSource().getConnection()) {
          databases.add(database.name());
          connection.setAutoCommit(false);
          Actor.run(
              connection,
              "INSERT INTO ponies (stable, name) SELECT 1, 'New' FROM seq_1_to_5",
              "INSERT INTO races (place, pony) SELECT seq, seq FROM seq_1_to_10",
              "INSERT INTO results SELECT 1, seq FROM seq_5_to_10",
              "UPDATE stables SET name = concat(name, '%d') WHERE id = 1".formatted(i),
              "DELETE FROM notes WHERE note = 'once'");
          connection.commit();
        }
      }
      try (TestDatabase database = stage.acquire("the last")) {
        assertThat(stage.differences(database)).isEmpty();
      }
    }
    assertThat(databases).hasSize(1);
  }
}
