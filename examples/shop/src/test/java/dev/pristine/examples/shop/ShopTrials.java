package dev.pristine.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The browser tests again and again, in parallel. */
@EnabledIf(
    value = "dev.pristine.examples.shop.Browsers#areHere",
    disabledReason = "Only with -Psoak, and with chromium and chromedriver on the PATH")
@Isolated
final class ShopTrials {

  /** The classes themselves are the first run. */
  private static final int RUNS =
      (int) Math.ceil(20 * Double.parseDouble(System.getProperty("trials.share", "0.1"))) - 1;

  @Test
  void whoLeasesHisAccountIsNeverDisturbed() {
    for (TestExecutionSummary run : runs(LeasedAccountsTests.class)) {
      assertThat(run.getFailures()).isEmpty();
      assertThat(run.getTestsSucceededCount()).isEqualTo(8);
    }
  }

  @Test
  void whoOpensAnAccountIsNeverDisturbed() {
    for (TestExecutionSummary run : runs(NewAccountsTests.class)) {
      assertThat(run.getFailures()).isEmpty();
      assertThat(run.getTestsSucceededCount()).isEqualTo(8);
    }
  }

  @Test
  void whoTakesAnyAccountIsDisturbedInMostRuns() {
    List<TestExecutionSummary> runs = runs(UnleasedAccounts.class);
    long red = runs.stream().filter(run -> !run.getFailures().isEmpty()).count();
    System.out.printf("[shop] without leases %d of %d runs failed%n", red, runs.size());
    assertThat(red).isGreaterThan(runs.size() / 2);
  }

  private static List<TestExecutionSummary> runs(Class<?> tests) {
    List<TestExecutionSummary> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherFactory.create().execute(request().selectors(selectClass(tests)).build(), listener);
      runs.add(listener.getSummary());
    }
    return runs;
  }
}
