package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.Isolation;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.Trials;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Rewinding while others do something else on the same server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class PostgresRewindCrowdTests {

  private static final int THREADS = 8;
  private static final int TESTS_PER_THREAD = Trials.share(300);
  private static final int WORKLOADS = Trials.share(150);

  private final AtomicBoolean goOn = new AtomicBoolean();
  private RewindStage stage;

  @BeforeAll
  void openStage() throws IOException, SQLException {
    stage =
        RewindStage.open(Map.of("max_prepared_transactions", "10"), Map.of("pristine.clones", "0"));
  }

  @AfterEach
  void stopOthers() {
    goOn.set(false);
  }

  @AfterAll
  void closeStage() throws IOException, SQLException {
    stage.close();
  }

  @Test
  void eachOfManyTestsSeesItsOwnRowsAndTheSeedsOnly() throws Exception {
    Callable<Integer> tests =
        () -> {
          for (int i = 0; i < TESTS_PER_THREAD; i++) {
            String mine = Thread.currentThread().getName() + " " + i;
            try (TestDatabase database = stage.acquire(Fixture.PLAIN, mine);
                Actor actor = new Actor(stage, database)) {
              assertThat(actor.ask(SUMMARY)).isEqualTo("20 210 3 4 2 0 0 0 f");
              assertThat(
                      actor.ask(
                          "INSERT INTO ponies (stable, name) VALUES (1, '%s') RETURNING id"
                              .formatted(mine)))
                  .isEqualTo("21");
              assertThat(actor.ask("INSERT INTO races (pony) VALUES (21) RETURNING id"))
                  .isEqualTo("1");
              actor.sql(
                  "INSERT INTO visits (who) VALUES ('%s')".formatted(mine),
                  "DELETE FROM ponies WHERE id <= " + (1 + i % 5),
                  "UPDATE notes SET note = '%s' WHERE note = 'once'".formatted(mine),
                  "SELECT nextval('numbers')");
              assertThat(
                      actor.ask(
                          "SELECT string_agg(name, ',') FROM ponies WHERE name NOT LIKE 'Pony%'"))
                  .isEqualTo(mine);
              assertThat(actor.ask("SELECT string_agg(who, ',') FROM visits")).isEqualTo(mine);
            }
          }
          return TESTS_PER_THREAD;
        };
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Integer>> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        threads.add(executor.submit(tests));
      }
      for (Future<Integer> thread : threads) {
        assertThat(thread.get(2, TimeUnit.MINUTES)).isEqualTo(TESTS_PER_THREAD);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private static final String SUMMARY =
      """
      SELECT concat_ws(' ', (SELECT count(*) FROM ponies), (SELECT sum(id) FROM ponies), (SELECT count(*) FROM stables),
        (SELECT count(*) FROM notes), (SELECT count(*) FROM events), (SELECT count(*) FROM races),
        (SELECT count(*) FROM visits), (SELECT count(*) FROM pony_log), (SELECT is_called FROM numbers))""";

  @Test
  void twoTemplatesCopiesThatAreChangedInOneBreathAreEachAsBefore() throws Exception {
    for (int i = 0; i < WORKLOADS; i++) {
      TestDatabase plain = stage.acquire(Fixture.PLAIN, "plain");
      TestDatabase unusual = stage.acquire(UnusualTables.FIXTURE, "unusual");
      try (Actor one = new Actor(stage, plain);
          Actor other = new Actor(stage, unusual);
          Connection first = one.borrowed();
          Connection second = other.borrowed()) {
        first.setAutoCommit(false);
        second.setAutoCommit(false);
        Actor.run(first, "DELETE FROM notes", "INSERT INTO races (place) VALUES (1)");
        Actor.run(second, "DELETE FROM kinds", "INSERT INTO pairs VALUES (7, 'y', 1)");
        first.commit();
        Actor.run(first, "UPDATE stables SET name = name || '!'");
        second.commit();
        first.commit();
      }
      plain.close();
      unusual.close();
      try (TestDatabase plainAgain = stage.acquire(Fixture.PLAIN, "plain");
          TestDatabase unusualAgain = stage.acquire(UnusualTables.FIXTURE, "unusual")) {
        assertThat(stage.differences(Fixture.PLAIN, plainAgain)).isEmpty();
        assertThat(stage.differences(UnusualTables.FIXTURE, unusualAgain)).isEmpty();
      }
    }
  }

  @Test
  void nothingIsMissedWhileClonesAreMade() throws Exception {
    whileOthers(
        () -> stage.pristine().acquire(UnusualTables.FIXTURE, Isolation.CLONE, "clone").close());
  }

  @Test
  void nothingIsMissedWhileEverythingIsVacuumedAndAnalysed() throws Exception {
    whileOthers(
        () -> {
          try (Connection looking = stage.server().connect()) {
            List<String> databases =
                Sessions.query(
                    looking.createStatement(),
                    "SELECT datname FROM pg_database WHERE datallowconn",
                    row -> row.getString(1));
            for (String database : databases) {
              vacuum(database);
            }
          }
        });
  }

  private void vacuum(String database) throws SQLException {
    try (Connection superuser = stage.superuser(database)) {
      Actor.run(superuser, "VACUUM (FREEZE, ANALYZE)", "CHECKPOINT", "VACUUM");
    } catch (SQLException e) {
      // Its lease ended, or it is gone.
      assertThat(e.getSQLState()).isIn("57P01", "3D000", "08006", "55000", "57P05");
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Runs random workloads while somebody else does something again and again. */
  private void whileOthers(Work work) throws Exception {
    goOn.set(true);
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> others =
          executor.submit(
              () -> {
                int rounds = 0;
                while (goOn.get()) {
                  work.run();
                  rounds++;
                }
                return rounds;
              });
      for (int i = 0; i < WORKLOADS; i++) {
        try (TestDatabase database = stage.acquire(Fixture.PLAIN, "workload " + i)) {
          RandomWorkloads.play(RandomWorkloads.of(new Random(10_000L + i)), database);
        }
        try (TestDatabase next = stage.acquire(Fixture.PLAIN, "after workload " + i)) {
          assertThat(stage.differences(Fixture.PLAIN, next)).as("workload %d", i).isEmpty();
        }
      }
      goOn.set(false);
      assertThat(others.get(1, TimeUnit.MINUTES)).isPositive();
    } finally {
      executor.shutdownNow();
    }
  }
}
