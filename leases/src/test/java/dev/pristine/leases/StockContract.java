package dev.pristine.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every store passes: pools that no process defines, draining, emptying. */
abstract class StockContract extends StoreContract {

  /** One for each that waits: the usual pool may have a single thread. */
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private static final Requirement SHOPPER = Requirement.of("shoppers");

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  private static Resource shopper(String name) {
    return Resource.of(name, Map.of("company", "ACME", "password", "s3cret-" + name));
  }

  @Test
  void whereThereIsNoStoreNoneIsMade() {
    assertThat(Stock.openIfThere(place, LONG)).isEmpty();
    assertThat(Stock.openIfThere(place, LONG)).isEmpty();
    open().close();
    Leases there = Stock.openIfThere(place, LONG).orElseThrow();
    assertThat(Stock.printable(place)).isEqualTo(there.store().place()).doesNotContain("password");
    assertThat(there.stock().pools()).isEmpty();
    there.close();
  }

  @Test
  void whatIsAddedIsLentToProcessesThatDefineNothing() {
    try (Leases leases = open();
        Leases others = open()) {
      Stock stock = leases.stock();
      assertThat(stock.add("shoppers", Set.of("password"), List.of(shopper("alice")))).isEqualTo(1);
      assertThat(stock.add("shoppers", Set.of(), List.of(shopper("alice"), shopper("bob"))))
          .isEqualTo(1);

      assertThat(others.stock().pools()).containsExactly("shoppers");
      assertThat(others.list("shoppers").stream().map(Holding::resource).toList().toString())
          .contains("alice", "bob", "***")
          .doesNotContain("s3cret");
      try (Lease lease = others.acquire(SHOPPER.named("bob"), NOW, "test")) {
        assertThat(lease.resource().attribute("password")).contains("s3cret-bob");
        assertThat(lease.resource().secrets()).containsExactly("password");
      }
    }
  }

  @Test
  void aLockOfThePoolsNameIsNoResource() {
    try (Leases leases = open();
        Lease lock = leases.acquire(Requirement.exclusive("shoppers"), NOW, "test")) {
      assertThat(leases.stock().add("shoppers", Set.of(), List.of(shopper("alice")))).isEqualTo(1);
      lock.check();
      try (Lease lease = leases.acquire(SHOPPER, NOW, "test")) {
        assertThat(lease.resource().name()).isEqualTo("alice");
      }
      assertThatThrownBy(() -> leases.acquire(SHOPPER.named("shoppers"), NOW, "test"))
          .hasMessageContaining("no such resource");
    }
  }

  @Test
  void whatBecomesSecretLaterIsSoInTheWholePool() {
    try (Leases leases = open()) {
      leases.stock().add("shoppers", Set.of(), List.of(shopper("alice")));
      leases.stock().add("shoppers", Set.of("password"), List.of(shopper("bob")));

      assertThat(leases.list("shoppers").stream().map(Holding::resource).toList().toString())
          .doesNotContain("s3cret");
    }
  }

  @Test
  void aPoolThatIsCleanedStaysSo() {
    try (Leases leases = open();
        Leases others = open()) {
      leases.define(
          Pool.of("shoppers", Source.of(shopper("alice"))).cleanedBy((resource, generation) -> {}));
      others.stock().add("shoppers", Set.of(), List.of(shopper("alice")));
      leases.acquire(SHOPPER, NOW, "test").close();
      leases.acquire(SHOPPER, LONG, "test").close();

      assertThat(leases.history("shoppers", "alice", 100))
          .extracting(Event::event)
          .contains("cleaned");
    }
  }

  @Test
  void twoOfOneNameAreRefused() {
    try (Leases leases = open()) {
      List<Resource> twice = List.of(shopper("alice"), shopper("alice"));
      assertThatThrownBy(() -> leases.stock().add("shoppers", Set.of(), twice))
          .hasMessage("The resource [alice] is given twice for the pool [shoppers].");
      assertThatThrownBy(() -> leases.stock().add("lock", Set.of(), List.of()))
          .hasMessageContaining("No pool can be named [lock]");
    }
  }

  @Test
  void aDrainedPoolIsGoneOnceWhatIsHeldComesBackAndNobodyWhoComesLaterGetsIt() {
    try (Leases leases = open();
        Leases others = open()) {
      leases.stock().add("shoppers", Set.of(), List.of(shopper("alice"), shopper("bob")));
      leases.stock().add("ports", Set.of(), List.of(Resource.of("80")));
      Lease held = others.acquire(SHOPPER.named("alice"), NOW, "holder");
      CompletableFuture<Lease> before =
          CompletableFuture.supplyAsync(
              () -> others.acquire(SHOPPER.named("alice"), LONG, "before"), threads);
      awaitWaiting(others, 1);
      CompletableFuture<List<Holding>> drained =
          CompletableFuture.supplyAsync(() -> leases.stock().drain("shoppers", LONG), threads);
      awaitWaiting(others, 2);
      assertThat(others.list("shoppers"))
          .extracting(each -> each.resource().name())
          .containsExactly("alice");
      CompletableFuture<Lease> after =
          CompletableFuture.supplyAsync(
              () -> others.acquire(SHOPPER.named("alice"), Duration.ofSeconds(3), "after"),
              threads);
      awaitWaiting(others, 3);
      held.close();
      before.join().close();

      assertThat(drained.join()).isEmpty();
      assertThat(leases.stock().pools()).containsExactly("ports");
      assertThatThrownBy(after::join)
          .hasMessageContaining("Did not get [shoppers] named [alice] for [after]")
          .hasMessageContaining("nothing: it was taken out");
      assertThat(leases.history("shoppers", "alice", 100))
          .extracting(Event::event)
          .containsExactly("granted", "released", "granted", "released", "granted", "removed");
      assertThat(leases.isHeld("ports", "80")).isFalse();
    }
  }

  @Test
  void whatIsNotHandedOnYetIsNotDrainedBeforeThoseWhoWait() throws Exception {
    try (Leases leases = open();
        Leases others = open()) {
      leases.stock().add("shoppers", Set.of(), List.of(shopper("alice")));
      Lease held = others.acquire(SHOPPER, NOW, "holder");
      CompletableFuture<Lease> before =
          CompletableFuture.supplyAsync(() -> others.acquire(SHOPPER, LONG, "before"), threads);
      awaitWaiting(others, 1);
      execute("UPDATE resource SET state = 'free', owner = NULL, expires = NULL, ticket = NULL");
      CompletableFuture<List<Holding>> drained =
          CompletableFuture.supplyAsync(() -> leases.stock().drain("shoppers", LONG), threads);
      before.join().close();
      assertThat(drained.join()).isEmpty();
      assertThatThrownBy(held::close).isInstanceOf(LeaseLostException.class);
    }
  }

  @Test
  void twoMayDrainAPoolAtOnce() {
    try (Leases leases = open();
        Leases others = open()) {
      Lease held = heldShopper(leases);
      List<CompletableFuture<List<Holding>>> both =
          List.of(leases, others).stream()
              .map(each -> supply(() -> each.stock().drain("shoppers", Duration.ofSeconds(10))))
              .toList();
      awaitWaiting(leases, 2);
      held.close();
      assertThat(both).allSatisfy(each -> assertThat(each.join()).isEmpty());
    }
  }

  private <T> CompletableFuture<T> supply(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, threads);
  }

  @Test
  void whatIsHeldForLongerThanADrainWaitsStays() {
    try (Leases leases = open();
        Lease held = heldShopper(leases)) {
      assertThat(leases.stock().drain("shoppers", NOW))
          .extracting(Holding::test)
          .containsExactly("holder");
      held.check();
      awaitWaiting(leases, 0);
      assertThat(leases.list("shoppers")).hasSize(1);
    }
  }

  @Test
  void aStoreIsEmptiedUnlessSomethingIsHeld() {
    try (Leases leases = open();
        Leases others = open()) {
      Lease held = heldShopper(others);
      others.claim("email", "pony@example.org", "test");
      assertThat(leases.stock().reset(false)).extracting(Holding::test).containsExactly("holder");
      held.check();
      assertThat(leases.stock().reset(true)).hasSize(1);
      assertThatThrownBy(held::check).isInstanceOf(LeaseLostException.class);
      assertThat(leases.stock().pools()).isEmpty();
      assertThat(leases.history("", "", 10)).isEmpty();
      others.claim("email", "pony@example.org", "another test");

      others.acquire(Requirement.exclusive("payments"), NOW, "test").close();
      assertThat(leases.stock().reset(false)).isEmpty();
      assertThat(leases.history("", "", 10)).isEmpty();
      assertThatThrownBy(held::close).isInstanceOf(LeaseLostException.class);
    }
  }

  private static Lease heldShopper(Leases leases) {
    leases.stock().add("shoppers", Set.of(), List.of(shopper("alice"), shopper("bob")));
    return leases.acquire(SHOPPER, NOW, "holder");
  }
}
