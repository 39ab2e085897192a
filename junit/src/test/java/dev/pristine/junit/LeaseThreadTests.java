package dev.pristine.junit;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.pristine.leases.Resource;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is held while several tests begin and end keeps them in its holder's thread. */
class LeaseThreadTests {

  private static final int TESTS = 20;

  @TempDir Path folder;

  /** Publishes the thread of a test that takes long enough for another thread to take the next. */
  private static void publishThread(TestReporter reporter) {
    long end = System.nanoTime() + 2_000_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    reporter.publishEntry("thread", Thread.currentThread().getName());
  }

  private static Stream<DynamicTest> dynamicTests(TestReporter reporter) {
    return IntStream.range(0, TESTS)
        .mapToObj(each -> dynamicTest("dynamic " + each, () -> publishThread(reporter)));
  }

  @LeasePools(ShopPools.class)
  static class OfTheInstanceAround {
    OfTheInstanceAround(@Leased("mailboxes") Resource mailbox) {}

    @Nested
    @TestInstance(PER_CLASS)
    @Execution(CONCURRENT)
    class Inner {
      @RepeatedTest(TESTS)
      void test(TestReporter reporter) {
        publishThread(reporter);
      }
    }
  }

  @LeasePools(ShopPools.class)
  static class OfAFactory {
    @TestFactory
    Stream<DynamicTest> factory(@Leased("mailboxes") Resource mailbox, TestReporter reporter) {
      return dynamicTests(reporter);
    }
  }

  @LeasePools(ShopPools.class)
  static class OfTheMethodBeforeAFactory {
    @BeforeEach
    void before(@Leased("mailboxes") Resource mailbox) {}

    @TestFactory
    Stream<DynamicTest> factory(TestReporter reporter) {
      return dynamicTests(reporter);
    }
  }

  static class OfAFactoryThatSharesALock {
    @TestFactory
    @Shared("payments")
    Stream<DynamicTest> factory(TestReporter reporter) {
      return dynamicTests(reporter);
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        OfTheInstanceAround.class,
        OfAFactory.class,
        OfTheMethodBeforeAFactory.class,
        OfAFactoryThatSharesALock.class
      })
  void theTestsRunOneByOneInTheThreadOfTheirHolder(Class<?> sample) {
    Run run = threaded(sample);

    assertThat(run.published("pristine.leases")).hasSize(1);
    assertThat(run.published("thread")).hasSize(TESTS);
    assertThat(run.published("thread").stream().collect(toSet())).hasSize(1);
  }

  private Run threaded(Class<?> sample) {
    return Run.of(sample)
        .with("dev.pristine.leases.store", folder.resolve("leases.db").toString())
        .inThreads(4, "concurrent", "concurrent")
        .execute()
        .withoutFailures();
  }
}
