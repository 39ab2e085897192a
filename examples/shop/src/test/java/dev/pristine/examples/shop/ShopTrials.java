package dev.pristine.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The browser tests again and again, in parallel. */
@EnabledIf(
    value = "dev.pristine.examples.shop.Browsers#areHere",
    disabledReason = "No browser: chromium and chromedriver must be on the PATH")
@Isolated
final class ShopTrials {

  private static final double SHARE = Double.parseDouble(System.getProperty("trials.share", "0.1"));

  /** The classes themselves are the first run. */
  private static final int LEASED = (int) Math.max(1, 20 * SHARE - 1);

  private static final int UNLEASED = (int) Math.max(3, 20 * SHARE);

  @Test
  void whoLeasesHisAccountOrOpensOneIsNeverDisturbed() {
    for (TestExecutionSummary run :
        runs(LEASED, LeasedAccountsTests.class, NewAccountsTests.class)) {
      assertThat(run.getFailures()).isEmpty();
      assertThat(run.getTestsSucceededCount()).isEqualTo(16);
    }
  }

  @Test
  void whoTakesAnyAccountIsDisturbedInMostRuns() {
    List<TestExecutionSummary> runs = runs(UNLEASED, UnleasedAccounts.class);
    long red = runs.stream().filter(ShopTrials::hasWrongCarts).count();
    System.out.printf("[shop] without leases %d of %d runs failed%n", red, runs.size());
    assertThat(red).isGreaterThan(runs.size() / 2);
  }

  /** Not because a browser did not come up, say. */
  private static boolean hasWrongCarts(TestExecutionSummary run) {
    return run.getFailures().stream()
        .anyMatch(each -> each.getException() instanceof AssertionError);
  }

  private static List<TestExecutionSummary> runs(int number, Class<?>... tests) {
    List<ClassSelector> classes = Stream.of(tests).map(type -> selectClass(type)).toList();
    List<TestExecutionSummary> runs = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherFactory.create().execute(request().selectors(classes).build(), listener);
      runs.add(listener.getSummary());
    }
    return runs;
  }
}
