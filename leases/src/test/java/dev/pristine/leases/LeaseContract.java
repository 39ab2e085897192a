package dev.pristine.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.enginetests.ForkedJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store passes: who holds what, and what happens when he dies or is paused. */
abstract class LeaseContract extends StoreContract {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** The driver unpacks its library there, and a killed process does not remove it. */
  @TempDir Path libraries;

  private static final Requirement ANY = Requirement.of("shoppers");

  private static Pool shoppers() {
    return Pool.of(
            "shoppers",
            Source.of(
                Resource.of("alice", Map.of("company", "ACME", "password", "s3cret")),
                Resource.of("bob", Map.of("company", "Initech", "password", "h1dden"))))
        .withSecrets("password");
  }

  private ForkedJvm holdingFor(String leaseTime) throws IOException {
    return ForkedJvm.start(
        HoldingProcess.class,
        Map.of("org.sqlite.tmpdir", libraries.toString()),
        List.of(place, leaseTime));
  }

  @Test
  void aResourceIsHeldByOneUntilItIsGivenBack() {
    try (Leases leases = open().define(shoppers());
        Leases others = open()) {
      Lease lease = leases.acquire(ANY.with("company", "ACME"), NOW, "first test");
      assertThat(lease.resource().name()).isEqualTo("alice");
      assertThat(lease.resource().attribute("password")).contains("s3cret");
      assertThat(others.isHeld("shoppers", "alice")).isTrue();
      assertThatThrownBy(() -> others.acquire(ANY.named("alice"), NOW, "second test"))
          .isInstanceOf(LeaseTimeoutException.class)
          .hasMessageContaining("Did not get [shoppers] named [alice] for [second test]")
          .hasMessageContaining("0 waited before it")
          .hasMessageContaining(
              "shoppers/alice busy by [first test] in process " + ProcessHandle.current().pid());
      lease.close();
      lease.close();
      assertThat(others.isHeld("shoppers", "alice")).isFalse();
      try (Lease again = others.acquire(ANY.named("alice"), NOW, "third test")) {
        assertThat(again.generation()).isGreaterThan(lease.generation());
      }
      assertThatThrownBy(lease::check).isInstanceOf(LeaseLostException.class);
      assertThat(leases.history("shoppers", "alice", 10))
          .extracting(Event::event)
          .containsExactly("granted", "released", "granted", "released");
    }
  }

  @Test
  void secretsAreMaskedWhereverTheyArePrinted() {
    try (Leases leases = open().define(shoppers())) {
      Lease lease = leases.acquire(ANY, NOW, "test");
      String everything =
          lease
              + " "
              + lease.resource()
              + leases.list("shoppers")
              + leases.history("", "", 100)
              + lease.resource().printable();
      assertThat(everything).contains("password=***").doesNotContain("s3cret", "h1dden");
      lease.close();
    }
  }

  @Test
  void whatIsNotThereIsRefusedAtOnce() {
    try (Leases leases = open().define(shoppers())) {
      assertThatThrownBy(() -> leases.acquire(ANY.with("company", "Umbrella"), LONG, "test"))
          .hasMessageContaining("no such resource")
          .hasMessageContaining("alice, bob");
      assertThatThrownBy(() -> leases.acquireAll(List.of(ANY, ANY, ANY), LONG, "test"))
          .hasMessageContaining("not as many as are wanted at once");
    }
  }

  @Test
  void whoComesFirstIsServedFirst() throws Exception {
    try (Leases leases = open().define(Pool.of("one", Source.named("it")));
        Leases others = open()) {
      Lease held = leases.acquire(Requirement.of("one"), NOW, "holder");
      List<Integer> served = new CopyOnWriteArrayList<>();
      List<CompletableFuture<Void>> waiters = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        int number = i;
        Leases from = i % 2 == 0 ? leases : others;
        waiters.add(
            CompletableFuture.runAsync(
                () -> {
                  try (Lease lease = from.acquire(Requirement.of("one"), LONG, "waiter")) {
                    served.add(number);
                    lease.check();
                  }
                },
                task -> new Thread(task).start()));
        awaitWaiting(leases, i + 1);
      }
      held.close();
      for (CompletableFuture<Void> waiter : waiters) {
        waiter.get();
      }
      assertThat(served).containsExactly(0, 1, 2, 3, 4, 5);
    }
  }

  @Test
  void whoeverWantsSeveralGetsAllOrNoneAndIsNotStarvedByThoseWhoWantOne() throws Exception {
    try (Leases leases = open().define(shoppers())) {
      Lease alice = leases.acquire(ANY.named("alice"), NOW, "holder");
      CompletableFuture<List<Lease>> both =
          CompletableFuture.supplyAsync(
              () -> leases.acquireAll(List.of(ANY, ANY.with("company", "ACME")), LONG, "both"),
              task -> new Thread(task).start());
      awaitWaiting(leases, 1);
      assertThat(leases.isHeld("shoppers", "bob")).isFalse();
      assertThatThrownBy(() -> leases.acquire(ANY, NOW, "late"))
          .isInstanceOf(LeaseTimeoutException.class)
          .hasMessageContaining("1 waited before it");
      alice.close();
      List<Lease> got = both.get();
      assertThat(got).extracting(each -> each.resource().name()).containsExactly("bob", "alice");
      got.forEach(Lease::close);
    }
  }

  @Test
  void whoWantsSomethingElseIsNotHeldUp() throws Exception {
    try (Leases leases = open().define(shoppers())) {
      Lease alice = leases.acquire(ANY.named("alice"), NOW, "holder");
      CompletableFuture<Lease> waiter =
          CompletableFuture.supplyAsync(
              () -> leases.acquire(ANY.with("company", "ACME"), LONG, "waiter"),
              task -> new Thread(task).start());
      awaitWaiting(leases, 1);
      leases.acquire(ANY.with("company", "Initech"), NOW, "other").close();
      alice.close();
      waiter.get().close();
    }
  }

  @Test
  void locksAreSharedOrExclusiveAndWhoWaitsForOneAloneIsNotStarved() throws Exception {
    try (Leases leases = open();
        Leases others = open()) {
      Requirement shared = Requirement.shared("payments");
      Lease first = leases.acquire(shared, NOW, "first");
      Lease second = others.acquire(shared, NOW, "second");
      CompletableFuture<Lease> alone =
          CompletableFuture.supplyAsync(
              () -> others.acquire(Requirement.exclusive("payments"), LONG, "alone"),
              task -> new Thread(task).start());
      awaitWaiting(leases, 1);
      assertThatThrownBy(() -> leases.acquire(shared, NOW, "late"))
          .isInstanceOf(LeaseTimeoutException.class)
          .hasMessageContaining("lock/payments shared by [first]");
      first.close();
      second.close();
      Lease exclusive = alone.get();
      assertThatThrownBy(() -> leases.acquire(shared, NOW, "late"))
          .hasMessageContaining("lock/payments exclusive by [alone]");
      exclusive.close();
      leases.acquire(shared, NOW, "last").close();
    }
  }

  @Test
  void locksThatAreWantedTogetherInAnyOrderCauseNoDeadlock() throws Exception {
    try (Leases leases = open()) {
      Requirement a = Requirement.exclusive("a");
      Requirement b = Requirement.exclusive("b");
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        List<Requirement> wants = i % 2 == 0 ? List.of(a, b) : List.of(b, a);
        all.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int round = 0; round < 10; round++) {
                    leases.acquireAll(wants, LONG, "test").forEach(Lease::close);
                  }
                },
                task -> new Thread(task).start()));
      }
      for (CompletableFuture<Void> each : all) {
        each.get();
      }
    }
  }

  @Test
  void whatADeadProcessHeldIsCleanedAndFreeAgain() throws Exception {
    AtomicInteger cleaned = new AtomicInteger();
    Pool pool =
        Pool.of("shoppers", Source.named("alice"))
            .cleanedBy((resource, generation) -> cleaned.incrementAndGet());
    try (Leases leases = open().define(pool);
        ForkedJvm holder = holdingFor("20000")) {
      holder.await("holds");
      assertThatThrownBy(() -> leases.acquire(ANY, NOW, "test"))
          .isInstanceOf(LeaseTimeoutException.class);
      holder.kill();
      Lease lease = leases.acquire(ANY, Duration.ofSeconds(10), "test");
      assertThat(cleaned).hasPositiveValue();
      assertThat(leases.history("shoppers", "alice", 10))
          .extracting(Event::event)
          .contains("revoked dead");
      lease.close();
    }
  }

  @Test
  void aProcessThatWasPausedForTooLongLearnsThatItsLeaseIsLost() throws Exception {
    try (Leases leases = open().define(Pool.of("shoppers", Source.named("alice")));
        ForkedJvm holder = holdingFor("1000")) {
      long generation = Long.parseLong(holder.await("holds").split(" ")[1]);
      // Longer than its lease time, and it is still held: it renews itself.
      assertThatThrownBy(() -> leases.acquire(ANY, Duration.ofSeconds(2), "test"))
          .isInstanceOf(LeaseTimeoutException.class);
      signal("-STOP", holder);
      Lease lease = leases.acquire(ANY, LONG, "test");
      assertThat(lease.generation()).isGreaterThan(generation);
      signal("-CONT", holder);
      holder.finish();
      assertThat(holder.rest()).isEmpty();
      lease.close();
    }
  }

  private static void signal(String signal, ForkedJvm process) throws Exception {
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).inheritIO().start().waitFor();
  }

  @Test
  void whatIsReleasedByForceIsLost() {
    try (Leases leases = open().define(shoppers())) {
      Lease lease = leases.acquire(ANY.named("alice"), NOW, "test");
      assertThat(leases.releaseByForce("shoppers", "alice")).isTrue();
      assertThat(leases.releaseByForce("shoppers", "alice")).isFalse();
      assertThatThrownBy(lease::resource)
          .isInstanceOf(LeaseLostException.class)
          .hasMessageContaining("The lease of [shoppers/alice], generation");
      assertThatThrownBy(lease::close).isInstanceOf(LeaseLostException.class);
      lease.close();
    }
  }

  @Test
  void whatIsStillHeldIsGivenBackWhenTheLeasesAreClosed() {
    try (Leases others = open()) {
      Leases leases = open().define(shoppers());
      leases.acquire(ANY, NOW, "test");
      leases.acquire(ANY, NOW, "test");
      leases.close();
      leases.close();
      assertThat(others.list("shoppers")).extracting(Holding::state).containsOnly("free");
      assertThatThrownBy(() -> leases.acquire(ANY, NOW, "test"))
          .hasMessage("These leases are closed.");
    }
  }

  @Test
  void whoIsInterruptedWhileWaitingHoldsNothing() throws Exception {
    try (Leases leases = open().define(Pool.of("one", Source.named("it")))) {
      Lease held = leases.acquire(Requirement.of("one"), NOW, "holder");
      CountDownLatch interrupted = new CountDownLatch(1);
      Thread waiter =
          new Thread(
              () -> {
                try {
                  leases.acquire(Requirement.of("one"), LONG, "waiter");
                } catch (LeaseException e) {
                  interrupted.countDown();
                }
              });
      waiter.start();
      awaitWaiting(leases, 1);
      waiter.interrupt();
      interrupted.await();
      awaitWaiting(leases, 0);
      held.close();
      leases.acquire(Requirement.of("one"), SECOND, "next").close();
    }
  }

  @Test
  void hostileTextsAreKeptExactlyOrRefused() {
    List<String> hostile =
        List.of(
            "'; DROP TABLE resource; --",
            "\"quoted\" \\ back\nnew\ttab\r",
            "Ünïcödé 🐎 \u202e \u0001",
            "%s ? :a $1 {} ${x}");
    try (Leases leases = open()) {
      for (String text : hostile) {
        leases.define(Pool.of(text, Source.of(Resource.of(text, Map.of(text, text)))));
        try (Lease lease = leases.acquire(Requirement.of(text).with(text, text), NOW, text)) {
          assertThat(lease.resource()).isEqualTo(Resource.of(text, Map.of(text, text)));
          assertThat(leases.list(text).get(0).test()).isEqualTo(text);
        }
        leases.acquire(Requirement.exclusive(text), NOW, text).close();
      }
      String large = "x".repeat(10_000);
      leases.define(Pool.of("large", Source.of(Resource.of("it", Map.of("large", large)))));
      try (Lease lease = leases.acquire(Requirement.of("large").with("large", large), NOW, large)) {
        assertThat(lease.resource().attribute("large")).contains(large);
      }
      assertThatThrownBy(() -> Requirement.of(large)).hasMessageContaining("at most 500");
      assertThatThrownBy(() -> Resource.of("a\0b")).hasMessageContaining("NUL");
      assertThatThrownBy(() -> Resource.of("a", Map.of("b", "\ud800")))
          .hasMessageContaining("half a character");
      assertThatThrownBy(() -> leases.acquire(Requirement.of("large"), NOW, "a\0b"))
          .hasMessageContaining("NUL");
      assertThat(leases.list("large")).extracting(Holding::state).containsExactly("free");
    }
  }

  @Test
  void aStoreOfANewerVersionIsRefusedAlsoWhileItIsUsed() {
    Leases leases = open().define(shoppers());
    leases.store().transact("age", session -> session.update("UPDATE meta SET version = 3"));
    assertThatThrownBy(this::open)
        .hasMessageContaining("has format 3, written by a newer Pristine; this one knows format 2");
    assertThatThrownBy(() -> leases.acquire(ANY, NOW, "test"))
        .hasMessageContaining("has format 3, written by a newer Pristine; this one knows format 2");
    assertThatThrownBy(leases::close).isInstanceOf(LeaseException.class);
  }

  @Test
  void aStoreOfAnOlderVersionIsRefused() {
    Leases leases = open();
    leases.store().transact("age", session -> session.update("UPDATE meta SET version = 1"));
    assertThatThrownBy(this::open)
        .hasMessageContaining(
            "has format 1, written by an older Pristine; this one needs format 2");
    assertThatThrownBy(leases::close).isInstanceOf(LeaseException.class);
  }
}
