package dev.pristine.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every store passes: where resources come from, and how they are cleaned. */
abstract class PoolContract extends StoreContract {

  @Test
  void aUsedResourceIsCleanedBeforeTheNextGetsItAndACleanerThatFailsIsCalledAgain() {
    AtomicInteger calls = new AtomicInteger();
    Pool pool =
        Pool.of("carts", Source.named("cart"))
            .cleanedBy(
                (resource, generation) -> {
                  if (calls.incrementAndGet() < 3) {
                    throw new IOException("still full");
                  }
                });
    try (Leases leases = open().define(pool)) {
      leases.acquire(Requirement.of("carts"), NOW, "test").close();
      leases.acquire(Requirement.of("carts"), LONG, "next").close();
      assertThat(calls).hasValueGreaterThanOrEqualTo(3);
      assertThat(leases.history("carts", "cart", 100).stream().map(Event::event).limit(8))
          .containsExactly(
              "granted",
              "released",
              "cleaning",
              "cleaner failed",
              "cleaning",
              "cleaner failed",
              "cleaning",
              "cleaned");
    }
  }

  @Test
  void whatCannotBeCleanedIsPutIntoQuarantineAndTakenOutByForce() {
    AtomicInteger calls = new AtomicInteger();
    Pool pool =
        Pool.of("carts", Source.named("cart"))
            .withAttempts(2)
            .cleanedBy(
                (resource, generation) -> {
                  if (calls.incrementAndGet() <= 2) {
                    throw new IOException("still full");
                  }
                });
    try (Leases leases = open().define(pool)) {
      leases.acquire(Requirement.of("carts"), NOW, "test").close();
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(leases.list("carts"))
                      .extracting(Holding::state)
                      .containsExactly("quarantined"));
      assertThatThrownBy(() -> leases.acquire(Requirement.of("carts"), LONG, "test"))
          .hasMessageContaining("quarantine");
      assertThat(leases.releaseByForce("carts", "cart")).isTrue();
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(leases.list("carts"))
                      .extracting(Holding::state)
                      .containsExactly("free"));
    }
  }

  @Test
  void aSourceInCodeIsAskedAnewAlsoWhileItIsWaited() throws Exception {
    List<Resource> known = new CopyOnWriteArrayList<>(List.of(Resource.of("first")));
    try (Leases leases = open().define(Pool.of("asked", wanted -> known))) {
      Lease first = leases.acquire(Requirement.of("asked"), NOW, "test");
      CompletableFuture<Lease> second =
          CompletableFuture.supplyAsync(
              () -> leases.acquire(Requirement.of("asked"), LONG, "test"),
              task -> new Thread(task).start());
      awaitWaiting(leases, 1);
      known.add(Resource.of("second"));
      assertThat(second.get().resource().name()).isEqualTo("second");
      first.close();
    }
  }

  @Test
  void aSourceThatFailsWhileItIsWaitedForLeavesNothingInTheQueue() {
    AtomicInteger asked = new AtomicInteger();
    Source source =
        wanted -> {
          if (asked.incrementAndGet() > 2) {
            throw new IOException("the shop is closed");
          }
          return List.of(Resource.of("only"));
        };
    try (Leases leases = open().define(Pool.of("asked", source))) {
      Lease held = leases.acquire(Requirement.of("asked"), NOW, "holder");
      assertThatThrownBy(() -> leases.acquire(Requirement.of("asked"), LONG, "waiter"))
          .isInstanceOf(LeaseException.class)
          .hasMessageContaining("The source of the pool [asked] failed: the shop is closed");
      held.close();
      assertThat(leases.list("asked")).extracting(Holding::state).containsExactly("free");
    }
  }

  @Test
  void aCleanerThatAssertsIsCalledAgainToo() {
    AtomicInteger calls = new AtomicInteger();
    Pool pool =
        Pool.of("carts", Source.named("cart"))
            .cleanedBy(
                (resource, generation) ->
                    assertThat(calls.incrementAndGet()).as("calls").isGreaterThan(1));
    try (Leases leases = open().define(pool)) {
      leases.acquire(Requirement.of("carts"), NOW, "test").close();
      leases.acquire(Requirement.of("carts"), LONG, "next").close();
      assertThat(calls).hasValueGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void aQuerysMatchedAttributeNeedNotBeAmongItsColumns() throws Exception {
    String products = "jdbc:sqlite:" + folder.resolve("shop.db");
    try (Connection connection = DriverManager.getConnection(products);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE users (login TEXT, company TEXT)");
      statement.execute("INSERT INTO users VALUES ('ann', 'ACME'), ('bob', 'O''Neill; --')");
    }
    Source source =
        Source.query(products, null, null, "SELECT login FROM users WHERE company = :company");
    try (Leases leases = open().define(Pool.of("users", source))) {
      for (String company : List.of("ACME", "O'Neill; --")) {
        Requirement wanted = Requirement.of("users").with("company", company);
        try (Lease lease = leases.acquire(wanted, NOW, "test")) {
          assertThat(lease.resource().name()).isEqualTo(company.equals("ACME") ? "ann" : "bob");
        }
      }
      assertThatThrownBy(() -> leases.acquire(Requirement.of("users"), NOW, "test"))
          .hasMessageContaining("The query of the pool [users] needs a value for [:company]");
    }
  }

  private static Pool carts(List<String> cleaned) {
    return Pool.of("carts", Source.named("cart"))
        .cleanedBy((resource, generation) -> cleaned.add(resource.name()));
  }

  @Test
  void aPoolIsCleanedWhileAnybodyLivesWhoDoes() {
    List<String> cleaned = new CopyOnWriteArrayList<>();
    try (Leases cleaning = open().define(carts(cleaned));
        Leases others = open().define(Pool.of("carts", Source.named("cart")))) {
      others.acquire(Requirement.of("carts"), NOW, "test").close();
      others.acquire(Requirement.of("carts"), LONG, "next").close();
      assertThat(cleaned).isNotEmpty();
      assertThat(cleaning.history("carts", "cart", 100))
          .extracting(Event::event)
          .startsWith("granted", "released", "cleaning", "cleaned", "granted");
    }
  }

  @Test
  void whatWasUsedWhileNobodyCleanedIsCleanedFirst() {
    List<String> cleaned = new CopyOnWriteArrayList<>();
    try (Leases others = open().define(Pool.of("carts", Source.named("cart", "unused")))) {
      open().define(carts(cleaned)).close();
      others.acquire(Requirement.of("carts").named("cart"), NOW, "test").close();
      others.acquire(Requirement.of("carts").named("cart"), NOW, "next").close();
      assertThat(cleaned).isEmpty();
      try (Leases again = open().define(carts(cleaned))) {
        try (Lease last = again.acquire(Requirement.of("carts").named("cart"), LONG, "last")) {
          last.check();
          assertThat(cleaned).containsExactly("cart");
        }
      }
    }
  }

  @Test
  void whatIsDirtyIsFreeForWhoeverDoesWithoutACleanerOnceNobodyCleans() throws Exception {
    try (Leases others = open()) {
      open().define(carts(new CopyOnWriteArrayList<>())).close();
      execute("UPDATE resource SET state = 'dirty', used = 1");
      assertThatThrownBy(() -> others.acquire(Requirement.of("carts"), NOW, "test"))
          .isInstanceOf(LeaseTimeoutException.class)
          .hasMessageContaining(
              "Nobody who lives cleans the pool [carts]: what is dirty waits for a process that"
                  + " defines it, with a cleaner or without.");
      others.define(Pool.of("carts", Source.named("cart")));
      others.acquire(Requirement.of("carts"), NOW, "test").close();
    }
  }
}
