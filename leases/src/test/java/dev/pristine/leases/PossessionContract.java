package dev.pristine.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What every store passes: a process holds what it knows of, and nothing else. */
abstract class PossessionContract extends StoreContract {

  private static final Requirement ANY = Requirement.of("shoppers");

  private Leases openWithShoppers() {
    return Leases.open(place, Duration.ofSeconds(1))
        .define(Pool.of("shoppers", Source.named("alice", "bob")));
  }

  @Test
  void whatWasGivenInAnAnswerThatGotLostIsGivenBack() {
    try (Leases leases = openWithShoppers()) {
      Lease known = leases.acquire(ANY.named("bob"), NOW, "known");
      leases
          .store()
          .transact(
              "lose an answer",
              session -> {
                session.update(
                    "UPDATE resource SET state = 'busy', owner = ?, test = 'lost', since = ?,"
                        + " expires = ?, generation = 7, ticket = -1000 WHERE name = 'alice'",
                    leases.store().owner(),
                    session.now(),
                    session.now() + 1000);
                session.update(
                    "INSERT INTO lock_hold (name, shared, owner, test, since, expires, generation,"
                        + " ticket) VALUES ('payments', 0, ?, 'lost', ?, ?, 7, -1001)",
                    leases.store().owner(),
                    session.now(),
                    session.now() + 1000);
                return session.update(
                    "INSERT INTO waiter (owner, test, since, expires, lease_time)"
                        + " VALUES (?, 'lost', ?, ?, 1000)",
                    leases.store().owner(),
                    session.now(),
                    session.now() + 1000);
              });
      leases.acquire(ANY.named("alice"), LONG, "next").close();
      leases.acquire(Requirement.exclusive("payments"), LONG, "next").close();
      awaitWaiting(leases, 0);
      assertThat(leases.history("", "", 100))
          .extracting(event -> event.event() + " " + event.resource())
          .contains("revoked forgotten alice", "revoked forgotten payments")
          .doesNotContain("revoked forgotten bob");
      known.close();
    }
  }

  @Test
  void whatCouldNotBeGivenBackIsGivenBackAsSoonAsItCanBe() throws Exception {
    try (Leases leases = openWithShoppers()) {
      Lease lease = leases.acquire(ANY.named("alice"), NOW, "test");
      // As a newer Pristine would do: each change is refused then.
      execute("UPDATE meta SET version = 3");
      assertThatThrownBy(lease::close).isInstanceOf(LeaseException.class);
      execute("UPDATE meta SET version = 2");
      leases.acquire(ANY.named("alice"), LONG, "next").close();
      lease.close();
      assertThat(leases.history("shoppers", "alice", 100))
          .extracting(Event::event)
          .contains("revoked forgotten");
    }
  }

  @Test
  void whatIsJustBeingGivenIsNotTakenForForgotten() throws Exception {
    try (Leases leases = openWithShoppers()) {
      AtomicBoolean ended = new AtomicBoolean();
      CompletableFuture<Void> inventories =
          CompletableFuture.runAsync(
              () -> {
                while (!ended.get()) {
                  leases.keeper().renewAll();
                }
              },
              task -> new Thread(task).start());
      List<CompletableFuture<Void>> users = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        users.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int round = 0; round < 30; round++) {
                    // Three want two, so that some are given at once, and some in the queue.
                    leases.acquire(ANY, LONG, "test").close();
                  }
                },
                task -> new Thread(task).start()));
      }
      for (CompletableFuture<Void> user : users) {
        user.get();
      }
      ended.set(true);
      inventories.get();
      assertThat(leases.history("shoppers", "", 1000))
          .extracting(Event::event)
          .containsOnly("granted", "released");
    }
  }
}
