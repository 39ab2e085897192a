package dev.pristine.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.leases.Unique;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

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

  @Test
  void aFailureTellsTheSeedByWhichItsValuesComeAgain() {
    Throwable failure = Run.of(Fails.class).execute().failure();

    assertThat(failure.getSuppressed()).hasSize(1);
    String told = String.valueOf(failure.getSuppressed()[0].getMessage());
    String seed = told.substring(told.lastIndexOf('=') + 1, told.indexOf(" the test has"));
    assertThat(told)
        .isEqualTo(
            "The unique values of [SeededTests.Fails.fails] follow from the seed [%s]. With"
                + " -Ddev.pristine.leases.seed=%s the test has the same again.",
            seed, seed);
    assertThat(Run.of(Fails.class).configured(SEED, seed).execute().failure())
        .hasMessage(failure.getMessage());
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
