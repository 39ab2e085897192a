package dev.pristine.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import dev.pristine.leases.Lease;
import dev.pristine.leases.LeaseLostException;
import dev.pristine.leases.Leases;
import dev.pristine.leases.Requirement;
import dev.pristine.leases.Resource;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is leased to whom, and for how long. */
class LeasedTests {

  @TempDir Path folder;

  record Shopper(String name, String company, int age, String password) {}

  private Run run(Class<?>... samples) {
    return Run.of(samples)
        .with("dev.pristine.leases.store", folder.resolve("leases.db").toString())
        .execute();
  }

  private List<String> busy() {
    try (Leases leases =
        Leases.open(folder.resolve("leases.db").toString(), Duration.ofSeconds(30))) {
      return leases.list("").stream()
          .filter(each -> !each.state().equals("free"))
          .map(Object::toString)
          .toList();
    }
  }

  @LeasePools(ShopPools.class)
  static class EachKind {
    @Test
    void asRecord(@Leased(value = "shoppers", named = "bob") Shopper shopper) {
      assertThat(shopper).isEqualTo(new Shopper("bob", "ACME", 47, "secret of bob"));
    }

    @Test
    void asResource(@Leased(value = "shoppers", with = "company=Umbrella") Resource shopper) {
      assertThat(shopper.name()).isEqualTo("carol");
      assertThat(shopper.printable()).containsEntry("password", "***");
    }

    @Test
    void asLease(@Leased("mailboxes") Lease mailbox) {
      assertThat(mailbox.generation()).isPositive();
      mailbox.check();
    }

    record Mailbox(String name) {}

    @Test
    void byItsName(@Leased("mailboxes") Mailbox mailbox) {
      assertThat(mailbox.name()).isEqualTo("inbox");
    }

    @Test
    void severalAtOnce(
        @Leased("shoppers") Resource first,
        @Leased("mailboxes") Resource mailbox,
        @Leased("shoppers") Resource second) {
      assertThat(first.name()).isNotEqualTo(second.name());
      assertThat(mailbox.name()).isEqualTo("inbox");
    }
  }

  @Test
  void aParameterIsARecordAResourceOrALease() {
    Run run = run(EachKind.class).withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(5);
    assertThat(busy()).isEmpty();
  }

  @LeasePools(ShopPools.class)
  static class SameInOneTest {
    private final String inConstructor;
    private String before = "";

    SameInOneTest(@Leased("shoppers") Resource shopper) {
      inConstructor = shopper.name();
    }

    @BeforeEach
    void before(@Leased("shoppers") Resource shopper) {
      before = shopper.name();
    }

    @Test
    void test(@Leased("shoppers") Resource shopper, @Leased("shoppers") Resource other) {
      assertThat(List.of(inConstructor, before)).containsOnly(shopper.name());
      assertThat(other.name()).isNotEqualTo(shopper.name());
    }

    @Nested
    class Inner {
      @Test
      void inner(@Leased("shoppers") Resource shopper) {
        assertThat(List.of(inConstructor, before)).containsOnly(shopper.name());
      }
    }

    @AfterEach
    void after(@Leased("shoppers") Resource shopper) {
      assertThat(inConstructor).isEqualTo(shopper.name());
    }
  }

  @Test
  void allThatBelongsToATestGetsTheSame() {
    Run run = run(SameInOneTest.class).withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(2);
    assertThat(run.published("pristine.leases")).hasSize(2);
  }

  @LeasePools(ShopPools.class)
  static class SameInOneClass {
    private static String beforeAll = "";

    @BeforeAll
    static void before(@Leased("mailboxes") Lease mailbox, TestReporter reporter) {
      beforeAll = mailbox.toString();
      reporter.publishEntry("generation", beforeAll);
    }

    @RepeatedTest(2)
    void test(@Leased("mailboxes") Lease mailbox) {
      assertThat(mailbox).hasToString(beforeAll);
      mailbox.check();
    }

    @Nested
    class Inner {
      @Test
      void inner(@Leased("mailboxes") Lease mailbox) {
        assertThat(mailbox).hasToString(beforeAll);
      }
    }

    @AfterAll
    static void after(@Leased("mailboxes") Lease mailbox) {
      assertThat(mailbox).hasToString(beforeAll);
      mailbox.check();
    }
  }

  @LeasePools(ShopPools.class)
  @TestInstance(PER_CLASS)
  static class OneInstance {
    private final Lease mailbox;

    OneInstance(@Leased("mailboxes") Lease mailbox) {
      this.mailbox = mailbox;
    }

    @RepeatedTest(2)
    void test(@Leased("mailboxes") Lease same) {
      assertThat(same).isSameAs(mailbox);
    }
  }

  @Test
  void allTestsOfAClassGetWhatTheClassHolds() {
    Run run = run(SameInOneClass.class, OneInstance.class).withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(5);
    assertThat(run.published("pristine.leases")).hasSize(2);
    assertThat(busy()).isEmpty();
  }

  @Target(ElementType.PARAMETER)
  @Retention(RetentionPolicy.RUNTIME)
  @Leased(value = "shoppers", with = "company=Umbrella")
  @interface Rare {}

  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @LeasePools(ShopPools.class)
  @interface Shop {}

  @Shop
  abstract static class Composed {
    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void parameterized(String argument, @Rare Resource shopper) {
      assertThat(argument).hasSize(1);
      assertThat(shopper.name()).isEqualTo("carol");
    }

    @RepeatedTest(2)
    void repeated(@Rare Resource shopper) {
      assertThat(shopper.name()).isEqualTo("carol");
    }
  }

  static class Inherits extends Composed {
    @Nested
    class Inner {
      @Test
      void nested(@Rare Resource shopper) {
        assertThat(shopper.name()).isEqualTo("carol");
      }
    }
  }

  @Test
  void composedInheritedNestedRepeatedAndParameterized() {
    Run run = run(Inherits.class).withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(5);
    assertThat(run.published("pristine.leases")).hasSize(5);
  }

  @LeasePools(ShopPools.class)
  static class Fails {
    @Test
    void fails(@Leased("mailboxes") Resource mailbox) {
      throw new IllegalStateException("the test's own failure, with " + mailbox.name());
    }

    @Test
    void next(@Leased("mailboxes") Resource mailbox) {
      assertThat(mailbox.name()).isEqualTo("inbox");
    }
  }

  @Test
  void aFailedTestGivesBackWhatItHeld() {
    Run run = run(Fails.class);

    assertThat(run.failure()).hasMessage("the test's own failure, with inbox");
    assertThat(run.succeededTests()).isEqualTo(1);
    assertThat(busy()).isEmpty();
  }

  @LeasePools(ShopPools.class)
  static class Loses {
    @Test
    void loses(@Leased("mailboxes") Lease mailbox) {
      try (Leases others = Leases.open()) {
        others.releaseByForce("mailboxes", mailbox.resource().name());
      }
    }
  }

  @Test
  void aTestThatWasNotAloneFailsThoughItSawNothing() {
    Run run = run(Loses.class);

    assertThat(run.failure())
        .rootCause()
        .isInstanceOf(LeaseLostException.class)
        .hasMessageStartingWith("The lease of [mailboxes/inbox], generation ")
        .hasMessageContaining(", for [LeasedTests.Loses.loses] is ");
  }

  @LeasePools(ShopPools.class)
  static class Impatient {
    @BeforeEach
    void before(@Leased("mailboxes") Resource mailbox) {}

    @Test
    void waits(@Leased(value = "shoppers", named = "bob", patience = "0s") Resource shopper) {}
  }

  @Test
  void whoWaitedInVainIsToldWhoHoldsWhatSinceWhenInWhichTest() {
    try (Leases others =
        Leases.open(folder.resolve("leases.db").toString(), Duration.ofSeconds(30))) {
      new ShopPools().pools().forEach(others::define);
      others.acquire(Requirement.of("mailboxes"), Duration.ZERO, "OtherTests.reads");

      Run run = run(Impatient.class);

      assertThat(run.failure())
          .hasMessageMatching(
              "(?s)Did not get \\[mailboxes] and \\[shoppers] named \\[bob] for"
                  + " \\[LeasedTests.Impatient.waits] within [0-9.]+ s; 0 waited before it. Now:\n"
                  + ".*mailboxes/inbox busy by \\[OtherTests.reads] in process \\d+@\\S+ for [0-9.]+"
                  + " s \\(since [^)]+\\).*\n  shoppers/bob free .*");
    }
  }
}
