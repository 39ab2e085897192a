package dev.pristine.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.pristine.leases.Unique;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Values that are each test's own, and the same again with the printed seed. */
class SeededTests {

  private static final String SEED = "dev.pristine.leases.seed";

  static class Sample {
    private final Unique inConstructor;

    Sample(@Seeded Unique unique) {
      inConstructor = unique;
    }

    @BeforeAll
    static void all(@Seeded Unique unique, TestReporter reporter) {
      reporter.publishEntry("value", unique.email());
    }

    @BeforeEach
    void each(@Seeded Unique unique, TestReporter reporter) {
      assertThat(unique).isSameAs(inConstructor);
      reporter.publishEntry("value", unique.word("pony"));
    }

    @RepeatedTest(2)
    void repeated(@Seeded Unique unique, TestReporter reporter) {
      assertThat(unique).isSameAs(inConstructor);
      reporter.publishEntry("value", Long.toString(unique.number(1, Long.MAX_VALUE)));
    }

    @Test
    void other(@Seeded Unique unique, TestReporter reporter) {
      reporter.publishEntry("value", unique.word("pony"));
    }
  }

  @Test
  void eachTestOfEachRunHasValuesOfItsOwn() {
    List<String> values = Run.of(Sample.class).execute().withoutFailures().published("value");
    List<String> others = Run.of(Sample.class).execute().withoutFailures().published("value");

    assertThat(values).hasSize(7).doesNotHaveDuplicates().doesNotContainAnyElementsOf(others);
  }

  @Test
  void withASeedTheSameTestsHaveTheSameAgain() {
    List<String> values = Run.of(Sample.class).configured(SEED, "x").execute().published("value");
    List<String> again = Run.of(Sample.class).configured(SEED, "x").execute().published("value");
    List<String> others = Run.of(Sample.class).configured(SEED, "y").execute().published("value");

    assertThat(new HashSet<>(values)).hasSize(7).isEqualTo(new HashSet<>(again));
    assertThat(values).doesNotContainAnyElementsOf(others);
  }

  static class Fails {
    @Test
    void fails(@Seeded Unique unique) {
      throw new IllegalStateException(unique.word("pony"));
    }
  }

  static class FailsWithValuesOfItsClass {
    @BeforeAll
    static void before(@Seeded Unique unique) {
      assertThat(unique.email()).isNotEmpty();
    }

    @Test
    void fails() {
      throw new IllegalStateException("own failure");
    }
  }

  private static String seed(Throwable failure) {
    String told = String.valueOf(failure.getSuppressed()[0].getMessage());
    return told.substring(told.lastIndexOf('=') + 1, told.indexOf(" the test has"));
  }

  @Test
  void aFailureTellsTheSeedByWhichItsValuesComeAgain() {
    Throwable failure = Run.of(Fails.class).execute().failure();

    assertThat(failure.getSuppressed()).hasSize(1);
    String told = String.valueOf(failure.getSuppressed()[0].getMessage());
    String seed = seed(failure);
    assertThat(told)
        .isEqualTo(
            "The unique values of [SeededTests.Fails.fails] follow from the seed [%s]. With"
                + " -Ddev.pristine.leases.seed=%s the test has the same again.",
            seed, seed);
    assertThat(Run.of(Fails.class).configured(SEED, seed).execute().failure())
        .hasMessage(failure.getMessage());
  }

  /** As Surefire does with failed tests: what the first run left would be in the way. */
  @Test
  void aTestThatIsRunAgainInTheSameSessionHasOtherValuesAndTellsTheirSeed() {
    Throwable first;
    Throwable second;
    try (LauncherSession session = LauncherFactory.openSession()) {
      first = failure(session, Map.of());
      second = failure(session, Map.of());
    }
    Throwable repeated;
    try (LauncherSession session = LauncherFactory.openSession()) {
      repeated = failure(session, Map.of(SEED, seed(second)));
    }

    assertThat(second.getMessage()).isNotEqualTo(first.getMessage());
    assertThat(repeated.getMessage()).isEqualTo(second.getMessage());
  }

  private static Throwable failure(LauncherSession session, Map<String, String> configuration) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    session
        .getLauncher()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Fails.class))
                .configurationParameters(configuration)
                .build(),
            summary);
    return summary.getSummary().getFailures().get(0).getException();
  }

  @Test
  void aFailureTellsTheSeedOfItsClassToo() {
    Throwable failure =
        Run.of(FailsWithValuesOfItsClass.class).configured(SEED, "x").execute().failure();

    assertThat(failure.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly(
            "The unique values of [SeededTests.FailsWithValuesOfItsClass.fails] follow from the"
                + " seed [x]. With -Ddev.pristine.leases.seed=x the test has the same again.");
  }
}
