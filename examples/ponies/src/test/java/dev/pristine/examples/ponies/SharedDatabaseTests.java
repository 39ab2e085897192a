package dev.pristine.examples.ponies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import dev.pristine.Isolation;
import dev.pristine.Settings;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/** What the ponies do on one shared database: run with {@code pristine.isolation=none}. */
class SharedDatabaseTests {

  private static final List<Class<?>> PONIES =
      List.of(
          StableTests.class,
          PaddockTests.class,
          RaceTests.class,
          RidingTests.class,
          HerdTests.class);

  @Test
  void theseTestsShareOneDatabase() {
    assertThat(Settings.load().isolation()).isEqualTo(Isolation.NONE);
  }

  @Test
  void inSeriesTheyPass() {
    TestExecutionSummary summary = runPonies(false);

    assertThat(summary.getTestsSucceededCount()).isEqualTo(20);
    assertThat(summary.getFailures()).isEmpty();
  }

  @RepeatedTest(3)
  void inParallelTheyDestroyEachOthersData() {
    TestExecutionSummary summary = runPonies(true);

    assertThat(summary.getFailures())
        .extracting(Failure::getException)
        .extracting(Throwable::getMessage)
        .anySatisfy(
            message ->
                assertThat(message)
                    .contains(
                        "duplicate key value violates unique constraint \"ponies_name_key\""));
  }

  private static TestExecutionSummary runPonies(boolean parallel) {
    LauncherDiscoveryRequest ponies =
        request()
            .selectors(PONIES.stream().map(type -> selectClass(type)).toList())
            .configurationParameter(
                "junit.jupiter.execution.parallel.enabled", Boolean.toString(parallel))
            .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
            .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
            .configurationParameter(
                "junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
            .build();
    Launcher launcher = LauncherFactory.create();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    launcher.execute(ponies, listener);
    return listener.getSummary();
  }
}
