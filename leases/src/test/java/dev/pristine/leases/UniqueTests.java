package dev.pristine.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.enginetests.ForkedJvm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Values that nobody else uses, though nothing is shared. */
final class UniqueTests {

  @Test
  void twoThreadsOfOneGetDifferentValues() throws Exception {
    Unique unique = Unique.create();
    List<String> all = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      threads.add(
          CompletableFuture.runAsync(
              () -> {
                for (int round = 0; round < 2000; round++) {
                  all.add(unique.word("pony", 12));
                }
              },
              task -> new Thread(task).start()));
    }
    for (CompletableFuture<Void> thread : threads) {
      thread.get();
    }
    assertThat(all).hasSize(4000).doesNotHaveDuplicates();
  }

  @Test
  void processesGetDifferentValues() throws Exception {
    List<String> all = new ArrayList<>();
    List<ForkedJvm> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(ForkedJvm.start(UniqueTests.class, Map.of(), List.of()));
    }
    for (ForkedJvm process : processes) {
      all.addAll(process.rest());
    }
    assertThat(all).hasSize(200).doesNotHaveDuplicates();
  }

  /** Runs in a process. */
  public static void main(String[] arguments) {
    for (int i = 0; i < 100; i++) {
      System.out.println(Unique.create().email());
    }
  }

  @Test
  void theSameSeedMakesTheSameAgain() {
    Unique unique = Unique.create();
    Unique again = Unique.withSeed(unique.seed());
    assertThat(values(again)).isEqualTo(values(unique)).doesNotHaveDuplicates();
    assertThat(values(Unique.create())).doesNotContainAnyElementsOf(values(unique));
  }

  private static List<Object> values(Unique unique) {
    return List.of(
        unique.email(),
        unique.word("pony"),
        unique.word("pony", 20),
        unique.number(0, Long.MAX_VALUE),
        unique.number(Long.MIN_VALUE, Long.MAX_VALUE),
        unique.random().nextLong());
  }

  @Test
  void aWordIsNoLongerThanItMayBe() {
    Unique unique = Unique.create();
    for (int longest = 12; longest < 40; longest++) {
      assertThat(unique.word("pony-🐎-of-the-count", longest).length())
          .isLessThanOrEqualTo(longest);
    }
    assertThat(unique.word("pony", 17)).matches("pony-[0-9a-z]{12}");
    assertThat(unique.word("po🐎y", 16)).matches("po-[0-9a-z]{12}");
    assertThat(unique.word("pony", 13)).matches("[0-9a-z]{12}");
    assertThatThrownBy(() -> unique.word("pony", 11))
        .hasMessage(
            "A word of 11 characters is not unique for certain; 12 are. Claim a hand-written one"
                + " instead.");
  }

  @Test
  void aNumberIsInItsRange() {
    Unique unique = Unique.create();
    long size = 1L << 60;
    for (int i = 0; i < 1000; i++) {
      assertThat(unique.number(-5, size - 6)).isBetween(-5L, size - 6);
    }
    assertThatThrownBy(() -> unique.number(2, 1)).hasMessage("There are no numbers from 2 to 1.");
    assertThatThrownBy(() -> unique.number(0, size - 2))
        .hasMessageStartingWith("A number from 0 to " + (size - 2) + " is not unique for certain");
  }
}
