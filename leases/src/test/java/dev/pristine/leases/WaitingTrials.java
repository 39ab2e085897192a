package dev.pristine.leases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.TestDatabase;
import dev.pristine.enginetests.ForkedJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Reports what it costs to wait, and how long a hand-over takes; asserts nothing about time. */
@EnabledIfSystemProperty(named = "trials.share", matches = "1.0", disabledReason = "slow")
final class WaitingTrials {

  private static final int WAITERS = 64;
  private static final int RESOURCES = 8;
  private static final int SECONDS = 4;

  @TempDir Path folder;

  @Test
  void reportsWhatWaitingCostsInAFile() throws Exception {
    for (int processes : List.of(1, 8)) {
      measure("SQLite", folder.resolve("leases" + processes + ".db").toString(), processes);
    }
  }

  @Test
  void reportsWhatWaitingCostsOnAServer() throws Exception {
    for (int processes : List.of(1, 8)) {
      try (TestDatabase database = TestServer.newDatabase()) {
        measure("PostgreSQL", TestServer.url(database), processes);
      }
    }
  }

  private void measure(String store, String place, int processes) throws Exception {
    String[] names = new String[RESOURCES];
    for (int i = 0; i < RESOURCES; i++) {
      names[i] = "r" + i;
    }
    List<ForkedJvm> waiting = new ArrayList<>();
    try (Leases leases =
        Leases.open(place, Duration.ofSeconds(30)).define(Pool.of("p", Source.named(names)))) {
      List<Lease> held = new ArrayList<>();
      for (int i = 0; i < RESOURCES; i++) {
        held.add(leases.acquire(Requirement.of("p"), Duration.ZERO, "holder"));
      }
      for (int i = 0; i < processes; i++) {
        waiting.add(
            ForkedJvm.start(
                WaitingProcess.class,
                Map.of("org.sqlite.tmpdir", folder.toString()),
                List.of(
                    place,
                    Integer.toString(WAITERS / processes),
                    Integer.toString(SECONDS),
                    Integer.toString(WAITERS))));
      }
      double share = 0;
      for (ForkedJvm each : waiting) {
        share += Double.parseDouble(each.await("cpu").split(" ")[1]);
      }
      // All that follow are handed on by those who wait: 64 hand-overs over 8 resources.
      long start = System.nanoTime();
      held.forEach(Lease::close);
      List<Long> served = new ArrayList<>();
      for (ForkedJvm each : waiting) {
        for (String line : each.rest()) {
          if (line.startsWith("got ")) {
            served.add(Long.parseLong(line.split(" ")[1]) - start);
          }
        }
      }
      assertThat(served).hasSize(WAITERS);
      Collections.sort(served);
      System.out.printf(
          "%s, %d processes: %d waiters take %.2f %% of a processor; the first is served after %.1f"
              + " ms, each next after %.1f ms%n",
          store,
          processes,
          WAITERS,
          share * 100,
          served.get(0) / 1e6,
          (served.get(WAITERS - 1) - served.get(0)) / 1e6 / (WAITERS - 1));
    } finally {
      waiting.forEach(ForkedJvm::close);
    }
  }
}
