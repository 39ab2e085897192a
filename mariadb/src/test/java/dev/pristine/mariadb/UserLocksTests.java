package dev.pristine.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pristine.spi.Locks.Held;
import dev.pristine.spi.Server;
import dev.pristine.spi.ServerRequest;
import dev.pristine.spi.ServerRequest.Storage;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Locks by name, and seats, between two owners. */
final class UserLocksTests {

  private static final Duration LONG = Duration.ofSeconds(30);

  private Server first;
  private Server second;

  @BeforeEach
  void open() throws SQLException {
    first = server();
    second = server();
  }

  @AfterEach
  void close() throws SQLException {
    first.close();
    second.close();
  }

  private static Server server() throws SQLException {
    TestServer server = TestServer.shared();
    return new MariadbEngine()
        .open(
            new ServerRequest(
                server.url(),
                server.administrator().user(),
                server.administrator().password(),
                "locks",
                false,
                false,
                null,
                Storage.AUTO));
  }

  @Test
  void manyShareWhatNobodyHasAlone() throws Exception {
    try (Held one = first.locks().tryShared("a").orElseThrow();
        Held two = second.locks().tryShared("a").orElseThrow();
        Held again = first.locks().tryShared("a").orElseThrow()) {
      assertThat(second.locks().tryExclusive("a")).isEmpty();
      again.close();
      two.close();
      assertThat(first.locks().tryExclusive("a")).as("not even its own").isEmpty();
      one.close();
      try (Held alone = second.locks().tryExclusive("a").orElseThrow()) {
        assertThat(first.locks().tryShared("a")).isEmpty();
        assertThat(second.locks().tryShared("a")).isEmpty();
        assertThat(first.locks().tryExclusive("a")).isEmpty();
        assertThat(first.locks().tryShared("b")).hasValueSatisfying(UserLocksTests::giveBack);
        alone.close();
      }
      assertThat(first.locks().tryShared("a")).hasValueSatisfying(UserLocksTests::giveBack);
    }
  }

  @Test
  void sharedLocksEndWithTheirOwner() throws Exception {
    assertThat(first.locks().tryShared("a")).isPresent();
    first.close();
    assertThat(second.locks().tryExclusive("a")).hasValueSatisfying(UserLocksTests::giveBack);
  }

  @Test
  void whoWantsALockAloneWaitsForThoseWhoShareIt() throws Exception {
    Held shared = first.locks().tryShared("a").orElseThrow();
    assertThat(second.locks().exclusive("a", Duration.ofMillis(50))).isEmpty();
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Future<Optional<Held>> alone = executor.submit(() -> second.locks().exclusive("a", LONG));
      await().untilAsserted(() -> assertThat(first.locks().tryShared("a")).isEmpty());
      assertThat(alone.isDone()).isFalse();
      shared.close();
      assertThat(alone.get(30, TimeUnit.SECONDS)).hasValueSatisfying(UserLocksTests::giveBack);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void aLockIsGrantedInTheOrderOfArrival() throws Exception {
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    ExecutorService executor = Executors.newCachedThreadPool();
    try {
      List<Future<?>> waiting = new ArrayList<>();
      try (Held held = first.locks().exclusive("order", LONG).orElseThrow()) {
        for (int i = 0; i < 6; i++) {
          int number = i;
          Server server = i % 2 == 0 ? first : second;
          CountDownLatch started = new CountDownLatch(1);
          waiting.add(
              executor.submit(
                  () -> {
                    started.countDown();
                    try (Held mine = server.locks().exclusive("order", LONG).orElseThrow()) {
                      order.add(number);
                    }
                    return number;
                  }));
          started.await();
          int expected = i + 1;
          await().until(() -> waitingSessions() == expected);
        }
        assertThat(order).isEmpty();
      }
      for (Future<?> each : waiting) {
        each.get(30, TimeUnit.SECONDS);
      }
      assertThat(order).containsExactly(0, 1, 2, 3, 4, 5);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void whoIsInterruptedWaitsNoLonger() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (Held held = first.locks().exclusive("interrupted", LONG).orElseThrow()) {
      Future<?> waiting = executor.submit(() -> second.locks().exclusive("interrupted", LONG));
      await().until(() -> waitingSessions() == 1);
      waiting.cancel(true);
      await().until(() -> waitingSessions() == 0);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void ownersSeeEachOtherAndWhatTheyReserve() throws Exception {
    assertThat(first.livingOwners()).hasSize(2).isEqualTo(second.livingOwners());
    String before = second.seats().describe();
    Held seats = first.seats().tryReserve(50).orElseThrow();
    assertThat(second.seats().describe()).contains(" 50 leased");
    assertThat(second.seats().tryReserve(350)).isEmpty();
    seats.close();
    seats.close();
    assertThat(second.seats().describe()).isEqualTo(before);
    assertThat(first.seats().tryReserve(50)).isPresent();
    first.close();
    assertThat(second.livingOwners()).hasSize(1);
    assertThat(second.seats().describe()).contains(" 0 leased");
  }

  @Test
  void whoNeedsSeatsIsHeardByOthersOnly() throws Exception {
    assertThat(second.seats().isWanted()).isFalse();
    await()
        .untilAsserted(
            () -> {
              first.seats().ask();
              assertThat(second.seats().isWanted()).isTrue();
            });
    assertThat(first.seats().isWanted()).isFalse();
    await().untilAsserted(() -> assertThat(second.seats().isWanted()).isFalse());
  }

  private static long waitingSessions() throws SQLException {
    return Long.parseLong(
        TestServer.shared()
            .query(
                "SELECT count(*) FROM information_schema.processlist WHERE info LIKE 'SELECT GET_LOCK(%' AND state = 'User lock'")
            .get(0));
  }

  private static void giveBack(Held held) {
    try {
      held.close();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
