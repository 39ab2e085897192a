package dev.pristine.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pristine.enginetests.ForkedJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store passes: resources that are made for their holders, or lie ready for them. */
abstract class FactoryContract extends StoreContract {

  private static final Requirement USER = Requirement.of("users");

  /** The driver unpacks its library there, and a killed process does not remove it. */
  @TempDir Path libraries;

  /** Makes users that know which thread made them. */
  static final class Users implements Factory {

    final List<String> made = new CopyOnWriteArrayList<>();
    final List<String> disposed = new CopyOnWriteArrayList<>();

    @Override
    public Map<String, String> make() {
      String login = "user-" + made.size() + " of " + ProcessHandle.current().pid();
      made.add(login);
      return Map.of("login", login, "thread", Thread.currentThread().getName());
    }

    @Override
    public void dispose(Resource user) {
      disposed.add(user.attribute("login").orElseThrow());
    }

    private void awaitMade(int number) {
      await().atMost(LONG).until(() -> made.size() == number);
    }
  }

  @Test
  void aFactoryMakesForEachLeaseAndDisposesAfterIt() {
    List<String> made = new CopyOnWriteArrayList<>();
    List<String> disposed = new CopyOnWriteArrayList<>();
    Factory factory =
        new Factory() {
          @Override
          public Map<String, String> make() {
            made.add("user-" + made.size());
            return Map.of("login", made.get(made.size() - 1));
          }

          @Override
          public void dispose(Resource user) {
            disposed.add(user.attribute("login").orElseThrow());
          }
        };
    try (Leases leases = open().define(Pool.made("users", factory, 2, Duration.ofMillis(1)))) {
      for (int i = 0; i < 5; i++) {
        try (Lease lease = leases.acquire(Requirement.of("users"), LONG, "test")) {
          assertThat(lease.resource().attribute("login")).contains("user-" + i);
        }
      }
      await().atMost(LONG).untilAsserted(() -> assertThat(disposed).hasSize(5));
      assertThat(disposed).containsExactlyInAnyOrderElementsOf(made);
    }
  }

  @Test
  void aFactoryThatFailsLeavesNothingHeld() {
    Factory factory =
        new Factory() {
          @Override
          public Map<String, String> make() throws IOException {
            throw new IOException("no more users");
          }

          @Override
          public void dispose(Resource user) {
            throw new AssertionError("nothing was made");
          }
        };
    try (Leases leases = open().define(Pool.made("users", factory, 1, NOW))) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> leases.acquire(Requirement.of("users"), LONG, "test"))
            .hasMessage("The factory of the pool [users] failed: no more users");
      }
    }
  }

  @Test
  void aFactoryThatMakesNothingThatCouldBeDisposedOfIsRefused() {
    List<String> disposed = new CopyOnWriteArrayList<>();
    Factory factory =
        new Factory() {
          @Override
          public Map<String, String> make() {
            return Map.of();
          }

          @Override
          public void dispose(Resource user) {
            disposed.add(user.name());
          }
        };
    try (Leases leases = open().define(Pool.made("users", factory, 1, NOW))) {
      assertThatThrownBy(() -> leases.acquire(Requirement.of("users"), LONG, "test"))
          .isInstanceOf(LeaseException.class)
          .hasMessageContaining("made something without attributes");
    }
    assertThat(disposed).isEmpty();
  }

  @Test
  void whatIsMadeAheadLiesReadyAndIsLentFirst() {
    Users users = new Users();
    try (Leases leases = open().define(Pool.made("users", users, 3, NOW).withAhead(2))) {
      awaitReady(leases, 2);
      assertThat(leases.isHeld("users", "made-1")).isFalse();
      for (int i = 0; i < 3; i++) {
        try (Lease lease = leases.acquire(USER, NOW, "test")) {
          assertThat(lease.resource().attribute("login").orElseThrow()).startsWith("user-" + i);
          assertThat(lease.resource().attribute("thread")).contains("pristine-leases-cleaner");
          users.awaitMade(3 + i);
          awaitReady(leases, 2);
        }
      }
    }
    assertThat(users.made).hasSize(5);
    assertThat(users.disposed).containsExactlyInAnyOrderElementsOf(users.made);
  }

  @Test
  void processesTogetherHaveNoMoreReadyThanTheySay() {
    Users users = new Users();
    Pool pool = Pool.made("users", users, 5, NOW).withAhead(2);
    try (Leases leases = open().define(pool);
        Leases others = open().define(pool)) {
      awaitReady(leases, 2);
      try (Lease lease = others.acquire(USER, NOW, "test")) {
        lease.check();
        users.awaitMade(3);
        awaitReady(others, 2);
        assertThat(users.made).hasSize(3);
      }
    }
    assertThat(users.disposed).containsExactlyInAnyOrderElementsOf(users.made);
  }

  @Test
  void whatTheDeadMadeAheadIsDisposedOf() throws Exception {
    Users users = new Users();
    try (ForkedJvm maker =
            ForkedJvm.start(
                MakingProcess.class,
                Map.of("org.sqlite.tmpdir", libraries.toString()),
                List.of(place));
        Leases leases = open().define(Pool.made("users", users, 2, NOW))) {
      maker.await("ready");
      maker.kill();
      await().atMost(LONG).until(() -> users.disposed.size() == 2);
      try (Lease lease = leases.acquire(USER, LONG, "test")) {
        assertThat(lease.resource().attribute("login")).contains(users.made.get(0));
      }
    }
    assertThat(users.disposed)
        .extracting(login -> login.substring(0, 6))
        .containsExactly("user-0", "user-1", "user-0");
  }

  @Test
  void aFactoryThatFailsAheadIsCalledAgainAndTellsWhoeverWantsSomething() {
    AtomicInteger calls = new AtomicInteger();
    Factory factory =
        new Factory() {
          @Override
          public Map<String, String> make() throws IOException {
            if (calls.incrementAndGet() == 1) {
              throw new IOException("no more users");
            }
            return Map.of("login", "user");
          }

          @Override
          public void dispose(Resource user) {
            assertThat(user.attribute("login")).contains("user");
          }
        };
    try (Leases leases = open().define(Pool.made("users", factory, 1, NOW).withAhead(1))) {
      awaitReady(leases, 1);
      assertThat(leases.history("users", "made-1", 10))
          .extracting(Event::event)
          .containsExactly("making", "factory failed", "making", "made");
    }
  }

  @Test
  void onlyAFactoryMakesAheadAndNoMoreThanItsCap() {
    assertThatThrownBy(() -> Pool.of("users", Source.named("ann")).withAhead(1))
        .hasMessage("The pool [users] has no factory that could make something ahead.");
    assertThatThrownBy(() -> Pool.made("users", new Users(), 2, NOW).withAhead(3))
        .hasMessage("The pool [users] cannot have [3] ready: its cap is 2.");
  }

  private static void awaitReady(Leases leases, int number) {
    await().atMost(LONG).until(() -> ready(leases) == number);
  }

  /** Counts what is free and made. */
  static long ready(Leases leases) {
    return leases.list("users").stream()
        .filter(each -> each.state().equals("free") && each.resource().isMade())
        .count();
  }
}
