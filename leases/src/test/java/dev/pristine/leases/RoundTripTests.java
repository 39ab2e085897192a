package dev.pristine.leases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often a server is asked, which is what a lease costs where the server is far away. */
final class RoundTripTests {

  private static final Duration NOW = Duration.ZERO;

  /** The keeper asks as well, now and then: the fewest of several rounds are what a lease costs. */
  private static final int ROUNDS = 20;

  private TestDatabase database;
  private Leases leases;

  @BeforeEach
  void open() {
    database = TestServer.newDatabase();
    String url = TestServer.url(database) + "&socketFactory=" + CountingSockets.class.getName();
    leases = Leases.open(url, Duration.ofSeconds(30)).define(Pool.of("p", Source.named("a", "b")));
  }

  @AfterEach
  void close() {
    leases.close();
    database.close();
  }

  @Test
  void aLeaseThatNobodyElseWantsCostsTwo() {
    assertThat(fewest(() -> leases.acquire(Requirement.of("p"), NOW, "test").close())).isEqualTo(2);
  }

  @Test
  void aLockThatNobodyElseWantsCostsTwo() {
    assertThat(fewest(() -> leases.acquire(Requirement.exclusive("l"), NOW, "test").close()))
        .isEqualTo(2);
  }

  private static long fewest(Runnable work) {
    long fewest = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      long before = CountingSockets.roundTrips();
      work.run();
      fewest = Math.min(fewest, CountingSockets.roundTrips() - before);
    }
    return fewest;
  }
}
