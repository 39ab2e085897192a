package dev.pristine.cli.bench;

import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.PristineException;
import dev.pristine.Settings;
import dev.pristine.cli.bench.Figures.Trace;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One contender's turn in one round. It has a session of its own on the server, whose end waits for
 * what goes on behind the tests' back, so that no contender pays for another's.
 *
 * @param settings the settings
 * @param migration what makes the database
 * @param subject what tests are run on
 * @param plan how many of them
 */
record Turn(Settings settings, Migration migration, Tester.Subject subject, Plan plan) {

  private static final double NANOS_PER_MILLI = 1e6;

  /**
   * What came of it.
   *
   * @param millis the wall time of one test
   * @param leftBehind what was not as before in the end
   */
  record Outcome(double millis, List<Trace> leftBehind) {}

  /**
   * Runs tests, of which only those after the first few are measured.
   *
   * @throws SQLException if a test failed
   * @throws PristineException if there was no database for it
   */
  Outcome take(Contender contender) throws SQLException {
    ExecutorService workers = Executors.newFixedThreadPool(plan.workers());
    List<Tester> testers = new ArrayList<>();
    try (Pristine pristine = Pristine.open(settings)) {
      try {
        for (int i = 0; i < plan.workers(); i++) {
          testers.add(new Tester(pristine, migration, contender, subject));
        }
        run(workers, testers, plan.warmUps() * plan.workers());
        long start = System.nanoTime();
        run(workers, testers, plan.testsPerRound());
        double millis = (System.nanoTime() - start) / NANOS_PER_MILLI / plan.testsPerRound();
        return new Outcome(millis, testers.get(0).leftBehind());
      } finally {
        testers.forEach(Tester::close);
      }
    } finally {
      workers.shutdownNow();
    }
  }

  /** Runs tests in all workers, each taking the next as soon as it is free. */
  private static void run(ExecutorService workers, List<Tester> testers, int tests)
      throws SQLException {
    AtomicInteger left = new AtomicInteger(tests);
    List<Callable<Boolean>> work = new ArrayList<>();
    for (Tester tester : testers) {
      work.add(
          () -> {
            while (left.getAndDecrement() > 0) {
              tester.test();
            }
            return true;
          });
    }
    try {
      for (Future<Boolean> each : workers.invokeAll(work)) {
        each.get();
      }
    } catch (ExecutionException e) {
      rethrow(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PristineException("Interrupted while tests ran.", e);
    }
  }

  private static void rethrow(@Nullable Throwable failure) throws SQLException {
    if (failure instanceof SQLException refused) {
      throw refused;
    }
    if (failure instanceof PristineException trouble) {
      throw trouble;
    }
    throw new IllegalStateException("A test failed in an unexpected way", failure);
  }
}
