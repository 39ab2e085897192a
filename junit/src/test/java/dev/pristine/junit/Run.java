package dev.pristine.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** A run of sample classes, which tell what they saw in report entries. */
final class Run {

  private final EngineExecutionResults results;

  private Run(EngineExecutionResults results) {
    this.results = results;
  }

  static Plan of(Class<?>... samples) {
    return new Plan(samples);
  }

  Run withoutFailures() {
    events().failed().stream().map(Run::thrown).forEach(Run::rethrow);
    return this;
  }

  long succeededTests() {
    return results.testEvents().succeeded().count();
  }

  /** Returns what was published under a key, in the order of publishing. */
  List<String> published(String key) {
    return events()
        .reportingEntryPublished()
        .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
        .filter(pairs -> pairs.containsKey(key))
        .map(pairs -> pairs.get(key))
        .toList();
  }

  /** Returns what the only test or class that failed has failed by. */
  Throwable failure() {
    List<Throwable> failures = failures();
    if (failures.size() != 1) {
      throw new AssertionError("Not one failure: " + failures);
    }
    return failures.get(0);
  }

  List<Throwable> failures() {
    return events().failed().stream().map(Run::thrown).toList();
  }

  private Events events() {
    return results.allEvents();
  }

  private static Throwable thrown(Event event) {
    return event
        .getRequiredPayload(TestExecutionResult.class)
        .getThrowable()
        .orElseThrow(() -> new AssertionError("Failed by nothing: " + event));
  }

  private static void rethrow(Throwable thrown) {
    throw new AssertionError("A sample failed: " + thrown, thrown);
  }

  /** How to run. */
  static final class Plan {

    private final Class<?>[] samples;
    private final Map<String, String> configuration = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();

    private Plan(Class<?>... samples) {
      this.samples = samples;
    }

    /** Sets a system property of Pristine while the samples run. */
    Plan with(String property, String value) {
      properties.put(property, value);
      return this;
    }

    Plan configured(String parameter, String value) {
      configuration.put(parameter, value);
      return this;
    }

    Plan inThreads(int parallelism, String methods, String classes) {
      return configured("junit.jupiter.execution.parallel.enabled", "true")
          .configured("junit.jupiter.execution.parallel.mode.default", methods)
          .configured("junit.jupiter.execution.parallel.mode.classes.default", classes)
          .configured("junit.jupiter.execution.parallel.config.strategy", "fixed")
          .configured(
              "junit.jupiter.execution.parallel.config.fixed.parallelism",
              Integer.toString(parallelism));
    }

    Run execute() {
      Map<String, @Nullable String> before = new HashMap<>();
      properties.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
      try {
        Stream<? extends DiscoverySelector> selectors =
            Arrays.stream(samples).map(sample -> selectClass(sample));
        return new Run(
            EngineTestKit.engine("junit-jupiter")
                .selectors(selectors.toArray(DiscoverySelector[]::new))
                .configurationParameters(configuration)
                .execute());
      } finally {
        before.forEach(Run.Plan::restore);
      }
    }

    private static void restore(String name, @Nullable String value) {
      if (value == null) {
        System.clearProperty(name);
      } else {
        System.setProperty(name, value);
      }
    }
  }
}
