package dev.pristine.enginetests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** An engine with a fault fails the contract suite, so that the suite is worth something. */
public abstract class PlantedFaultContract {

  /** Returns the engine's part of the suite that tells of rewinding. */
  protected abstract Class<? extends RewindContract> rewinding();

  /** Returns the engine's part of the suite that tells of templates. */
  protected abstract Class<? extends TemplateContract> templates();

  @ParameterizedTest
  @EnumSource
  void anEngineWithAFaultFailsTheSuite(Fault fault) throws Exception {
    Class<?> part = fault == Fault.HALF_BUILT_TEMPLATE ? templates() : rewinding();
    TestExecutionSummary summary = fault.whilePlanted(() -> run(part));
    assertThat(summary.getTestsFailedCount())
        .as("failures of %d tests: %s", summary.getTestsStartedCount(), messages(summary))
        .isPositive();
    assertThat(messages(summary))
        .as("they fail for what they see, not for what breaks")
        .anyMatch(message -> message.contains("Expecting") || message.contains("expected"));
  }

  private static TestExecutionSummary run(Class<?> part) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(part))
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }

  private static List<String> messages(TestExecutionSummary summary) {
    return summary.getFailures().stream()
        .map(failure -> String.valueOf(failure.getException().getMessage()))
        .toList();
  }
}
