package dev.pristine.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pristine.enginetests.ForkedJvm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every store passes: values that are claimed, numbers that are drawn, and generations. */
abstract class LedgerContract extends StoreContract {

  private static final String RUN = "dev.pristine.leases.run";

  @AfterEach
  void forgetRun() {
    System.clearProperty(RUN);
  }

  @Test
  void aValueThatAnotherTestClaimedIsRefusedByThatTestsNameAndLine() {
    try (Leases leases = open();
        Leases others = open()) {
      leases.claim("email", "a@example.com", "first test");
      leases.claim("email", "a@example.com", "first test");
      others.claim("login", "a@example.com", "second test");
      assertThatThrownBy(() -> others.claim("email", "a@example.com", "second test"))
          .hasMessageStartingWith(
              "The email [a@example.com] was claimed by the test [first test] at"
                  + " dev.pristine.leases.LedgerContract.aValueThatAnotherTestClaimed");
    }
  }

  @Test
  void theClaimsOfARunAreForgottenADayAfterItsLast() throws Exception {
    try (Leases leases = open()) {
      for (String run : List.of("ended", "goes on")) {
        System.setProperty(RUN, run);
        leases.claim("email", "first", "test");
        leases.claim("email", "second", "test");
      }
      execute("UPDATE claim SET at = at - 90000000 WHERE run = 'ended' OR value = 'first'");
      leases.keeper().forgetWhatIsOld();
      System.setProperty(RUN, "ended");
      leases.claim("email", "first", "another test");
      System.setProperty(RUN, "goes on");
      assertThatThrownBy(() -> leases.claim("email", "first", "another test"))
          .isInstanceOf(LeaseException.class);
    }
  }

  @Test
  void noTwoTestsOfARunDrawTheSameNumberAndASmallRangeIsUsedUp() {
    try (Leases leases = open();
        Leases others = open()) {
      System.setProperty(RUN, "one");
      leases.claim("number", "7", "hand-written");
      Set<Long> drawn = new HashSet<>();
      for (int i = 0; i < 10; i++) {
        drawn.add((i % 2 == 0 ? leases : others).unique("test " + i).number(1, 11));
      }
      assertThat(drawn)
          .containsExactlyInAnyOrderElementsOf(
              LongStream.rangeClosed(1, 11).filter(each -> each != 7).boxed().toList());
      assertThatThrownBy(() -> leases.unique("late").number(1, 11))
          .hasMessage(
              "All numbers from 1 to 11 were given to tests of this run, or claimed by them. Ask"
                  + " for a larger range.");
      System.setProperty(RUN, "two");
      assertThat(leases.unique("another run").number(1, 12)).isEqualTo(12);
      assertThat(leases.unique("another run").number(1, 12)).isBetween(1L, 11L);
    }
  }

  @Test
  void aTestThatIsRepeatedWithItsSeedDrawsTheSameNumbers() {
    try (Leases leases = open()) {
      System.setProperty(RUN, "first");
      List<Long> numbers = draw(leases.unique("test", "seed"));
      assertThat(numbers).doesNotHaveDuplicates();
      assertThat(draw(leases.unique("other test", "other seed")))
          .doesNotContainAnyElementsOf(numbers);
      System.setProperty(RUN, "second");
      assertThat(draw(leases.unique("test", "seed"))).isEqualTo(numbers);
    }
  }

  private static List<Long> draw(Unique unique) {
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      numbers.add(unique.number(1000, 1010));
    }
    return numbers;
  }

  @Test
  void processesDrawDifferentNumbers() throws Exception {
    List<String> drawn = new ArrayList<>();
    Map<String, String> settings = Map.of("org.sqlite.tmpdir", folder.toString(), RUN, "one");
    open().close();
    List<ForkedJvm> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(ForkedJvm.start(DrawingProcess.class, settings, List.of(place)));
    }
    for (ForkedJvm process : processes) {
      process.rest().stream().filter(line -> line.startsWith("drew ")).forEach(drawn::add);
    }
    assertThat(drawn).hasSize(2 * DrawingProcess.NUMBERS).doesNotHaveDuplicates();
  }

  @Test
  void aLocksGenerationGrowsThoughNobodyHeldItMeanwhile() throws Exception {
    try (Leases leases = open()) {
      long last = 0;
      for (int i = 0; i < 5; i++) {
        try (Lease lease = leases.acquire(Requirement.exclusive("payments"), NOW, "test")) {
          assertThat(lease.generation()).isGreaterThan(last);
          last = lease.generation();
        }
      }
      long hour = 3_600_000;
      // As if the clock had been an hour ahead.
      execute("UPDATE lock_generation SET newest = newest + " + hour);
      try (Lease lease = leases.acquire(Requirement.shared("payments"), NOW, "test")) {
        assertThat(lease.generation()).isGreaterThan(last + hour);
      }
      await().untilAsserted(() -> assertThat(leases.list("payments")).isEmpty());
    }
  }
}
