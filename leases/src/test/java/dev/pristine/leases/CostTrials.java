package dev.pristine.leases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports what a lease costs that nobody else wants; asserts nothing about time. */
final class CostTrials {

  private static final int ROUNDS = 500;

  @TempDir Path folder;

  @Test
  void reportsWhatALeaseCostsInAFile() {
    measure("SQLite", folder.resolve("leases.db").toString());
  }

  @Test
  void reportsWhatALeaseCostsOnAServer() {
    try (TestDatabase database = TestServer.newDatabase()) {
      measure("PostgreSQL", TestServer.url(database));
    }
  }

  private static void measure(String store, String place) {
    long[] nanos = new long[ROUNDS];
    try (Leases leases =
        Leases.open(place, Duration.ofSeconds(30)).define(Pool.of("p", Source.named("a", "b")))) {
      for (int i = 0; i < ROUNDS; i++) {
        long start = System.nanoTime();
        leases.acquire(Requirement.of("p"), Duration.ZERO, "test").close();
        nanos[i] = System.nanoTime() - start;
      }
      assertThat(leases.history("p", "", 2 * ROUNDS)).hasSize(2 * ROUNDS);
    }
    Arrays.sort(nanos);
    System.out.printf(
        "%s: acquire and release take %.2f ms (median), %.2f ms (95 %%)%n",
        store, nanos[ROUNDS / 2] / 1e6, nanos[ROUNDS * 95 / 100] / 1e6);
  }
}
