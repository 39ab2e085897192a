package dev.pristine.leases;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How those who wait for a file hear that they were given something. */
final class BellTests {

  private static final String OWNER = "0123456789abcdef";
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Requirement ANY = Requirement.of("p");

  @TempDir Path folder;

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems need not tell at once")
  void aBellIsHeardByItsOwnerAlsoIfItRangBefore() throws Exception {
    try (Bell bell = Bell.hang(folder, OWNER, true);
        Bell other = Bell.hang(folder, "fedcba9876543210", true)) {
      assertThat(bell.isHeard()).isTrue();
      Bell.ring(folder, OWNER);
      assertThat(bell.await(LONG.toMillis())).isTrue();
      assertThat(other.await(10)).isFalse();
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void nobodyIsWokenWhoIsNotThere() {
    for (String owner : List.of(OWNER, "../..", "🐎")) {
      Bell.ring(folder, owner);
      Bell.remove(folder, OWNER);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoWaitsIsServedWhetherHeListensOrLooks(boolean listens) throws Exception {
    Path file = folder.resolve("leases.db");
    try (Leases leases = open(file, listens).define(Pool.of("p", Source.named("it")));
        Leases others = open(file, listens)) {
      Lease lease = leases.acquire(ANY, Duration.ZERO, "holder");
      for (int i = 0; i < 5; i++) {
        Leases next = i % 2 == 0 ? others : leases;
        CompletableFuture<Lease> waiter =
            CompletableFuture.supplyAsync(
                () -> next.acquire(ANY, LONG, "waiter"), task -> new Thread(task).start());
        StoreContract.awaitWaiting(leases, 1);
        lease.close();
        lease = waiter.get();
      }
      lease.close();
    }
  }

  @Test
  void whoIsServedByAnotherProcessIsWoken() throws Exception {
    Path file = folder.resolve("leases.db");
    try (Leases leases = open(file, true).define(Pool.of("p", Source.named("it")));
        Leases others = open(file, true)) {
      Path clapper =
          folder
              .resolve("leases.db-owners")
              .resolve(others.store().owner() + ".bell")
              .resolve("rung");
      Files.setLastModifiedTime(clapper, FileTime.fromMillis(0));
      Lease lease = leases.acquire(ANY, Duration.ZERO, "holder");
      CompletableFuture<Void> waiter =
          CompletableFuture.runAsync(
              () -> others.acquire(ANY, LONG, "waiter").close(), task -> new Thread(task).start());
      StoreContract.awaitWaiting(leases, 1);
      lease.close();
      waiter.get();
      assertThat(Files.getLastModifiedTime(clapper).toMillis()).isPositive();
    }
  }

  private static Leases open(Path file, boolean listens) {
    return Leases.open(new SqliteStore(file, listens), LONG, Places.HISTORY);
  }
}
