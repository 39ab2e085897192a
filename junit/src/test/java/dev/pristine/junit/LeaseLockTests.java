package dev.pristine.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import dev.pristine.leases.Leases;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Locks on classes and methods: who holds them, from when until when. */
class LeaseLockTests {

  @TempDir Path folder;

  private Run.Plan plan(Class<?>... samples) {
    return Run.of(samples)
        .with("dev.pristine.leases.store", folder.resolve("leases.db").toString());
  }

  /** Returns the locks that anybody holds now, and for whom. */
  private static String held() {
    try (Leases leases = Leases.open()) {
      Map<String, String> held = new TreeMap<>();
      leases
          .list("")
          .forEach(each -> held.put(each.resource().name(), each.state() + " " + each.test()));
      return held.toString();
    }
  }

  @Retention(RetentionPolicy.RUNTIME)
  @Exclusive("composed")
  @interface Composed {}

  @Shared("payments")
  @Exclusive("mail")
  static class EachTest {
    @Test
    void holdsThoseOfItsClass(TestReporter reporter) {
      reporter.publishEntry("held", held());
    }

    @Test
    @Exclusive("payments")
    @Exclusive("tax")
    @Composed
    void holdsTheStronger(TestReporter reporter) {
      reporter.publishEntry("held", held());
    }
  }

  static class EachTestOfASubclass extends EachTest {
    @Nested
    class Inner {
      @RepeatedTest(1)
      @Shared("mail")
      void nested(TestReporter reporter) {
        reporter.publishEntry("held", held());
      }
    }
  }

  @Test
  void eachTestHoldsItsOwnAndThoseOfItsClasses() {
    Run run = plan(EachTestOfASubclass.class).execute().withoutFailures();

    assertThat(run.published("held")).allMatch(held -> held.contains("EachTestOfASubclass."));
    assertThat(run.published("pristine.leases"))
        .containsExactlyInAnyOrder(
            "the exclusive lock [mail], the shared lock [payments]",
            "the exclusive lock [composed], the exclusive lock [mail], the exclusive lock"
                + " [payments], the exclusive lock [tax]",
            "the exclusive lock [mail], the shared lock [payments]");
  }

  @Exclusive("payments")
  static class WholeClass {
    @BeforeAll
    static void before(TestReporter reporter) {
      reporter.publishEntry("held", held());
    }

    @Test
    @Shared("mail")
    void test(TestReporter reporter) {
      reporter.publishEntry("held", held());
    }

    @Nested
    @TestInstance(PER_CLASS)
    class Inner {
      @Test
      @Exclusive("tax")
      void nested(TestReporter reporter) {
        reporter.publishEntry("held", held());
      }
    }
  }

  @Test
  void aClassWithCodeBesideItsTestsHoldsAllFromItsBeginningToItsEnd() {
    Run run = plan(WholeClass.class).execute().withoutFailures();

    assertThat(run.published("held")).hasSize(3).containsOnly(run.published("held").get(0));
    assertThat(run.published("pristine.leases"))
        .containsExactly(
            "the shared lock [mail], the exclusive lock [payments], the exclusive lock [tax]");
  }

  @Exclusive("payments")
  static class HasASubclassInside {
    @BeforeAll
    static void before() {}

    @Test
    void test() {}

    @Exclusive("mail")
    static class Inside extends HasASubclassInside {
      @Test
      @Exclusive("tax")
      void inside() {}
    }
  }

  @Test
  void aClassHoldsNothingForThoseThatOnlyStandInIt() {
    Run run = plan(HasASubclassInside.class).execute().withoutFailures();

    assertThat(run.published("pristine.leases")).containsExactly("the exclusive lock [payments]");
  }

  static class Waiting {
    static final CountDownLatch FREE_ONE_RAN = new CountDownLatch(1);

    @Test
    @Exclusive("payments")
    void first() throws InterruptedException {
      awaitFreeOne();
    }

    @Test
    @Exclusive("payments")
    void second() throws InterruptedException {
      awaitFreeOne();
    }

    @Test
    @Exclusive("payments")
    void third() throws InterruptedException {
      awaitFreeOne();
    }

    @Test
    @Exclusive("payments")
    void fourth() throws InterruptedException {
      awaitFreeOne();
    }

    @Test
    void free() {
      FREE_ONE_RAN.countDown();
    }

    private static void awaitFreeOne() throws InterruptedException {
      assertThat(FREE_ONE_RAN.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void testsThatWaitForOneAnotherTakeNoThreadFromOthers() {
    Run run =
        plan(Waiting.class).inThreads(2, "concurrent", "concurrent").execute().withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(5);
  }
}
