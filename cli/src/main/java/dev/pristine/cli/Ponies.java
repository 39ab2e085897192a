package dev.pristine.cli;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.PristineException;
import dev.pristine.TestDatabase;
import dev.pristine.migrations.Migrations;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The tests of the first example, run with JUnit in this process. */
final class Ponies {

  private static final String PACKAGE = "dev.pristine.examples.ponies";
  private static final String ISOLATION = "pristine.isolation";

  private Ponies() {}

  /** Returns what makes their database. */
  static Migration migration() {
    return Migrations.at("classpath:ponies");
  }

  /**
   * Acquires a database of their own from a session, as each of the tests does, and asks it
   * something.
   */
  static void useOne(Pristine pristine, String holder) {
    try (TestDatabase database = pristine.acquire(migration(), Isolation.CLONE, holder);
        Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT count(*) FROM ponies");
    } catch (SQLException e) {
      throw new PristineException("Cannot use a test database: " + e.getMessage(), e);
    }
  }

  /** Runs them all in parallel, with nothing changed but the isolation. */
  static TestRun run(String title, Isolation isolation, int threads, Progress progress) {
    System.setProperty(ISOLATION, isolation.name().toLowerCase(Locale.ROOT));
    try (LauncherSession session = LauncherFactory.openSession()) {
      Launcher launcher = session.getLauncher();
      TestPlan plan = launcher.discover(request(threads));
      TestRecorder recorder = new TestRecorder(title, progress);
      long start = System.nanoTime();
      launcher.execute(plan, recorder);
      return recorder.run(Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private static LauncherDiscoveryRequest request(int threads) {
    String parallel = "junit.jupiter.execution.parallel.";
    String number = Integer.toString(threads);
    return LauncherDiscoveryRequestBuilder.request()
        .selectors(DiscoverySelectors.selectPackage(PACKAGE))
        .configurationParameters(
            Map.of(
                parallel + "enabled", "true",
                parallel + "mode.default", "concurrent",
                parallel + "mode.classes.default", "concurrent",
                parallel + "config.executor-service", "WORKER_THREAD_POOL",
                parallel + "config.strategy", "fixed",
                parallel + "config.fixed.parallelism", number,
                parallel + "config.fixed.max-pool-size", number))
        .build();
  }
}
