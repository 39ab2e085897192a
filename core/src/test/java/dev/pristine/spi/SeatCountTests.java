package dev.pristine.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.spi.Locks.Held;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How many connections can be reserved, and who waits for them. */
final class SeatCountTests {

  private static final SeatCount ROOMY = new SeatCount(100, 3, 4, 1, 0, 0, 0);
  private static final SeatCount FULL = new SeatCount(30, 0, 4, 2, 23, 0, 8);

  @Test
  void whatIsNeitherLeasedNorForeignNorKeptForOwnersIsFree() throws SQLException {
    assertThat(ROOMY.isFree(89)).isTrue();
    SeatCount used = new SeatCount(100, 3, 4, 1, 60, 20, 0);
    assertThat(used.isFree(9)).isTrue();
    assertThat(used.isFree(10)).isFalse();
  }

  @Test
  void ownersThatHappenToHaveMoreSessionsCountWithThem() throws SQLException {
    SeatCount busy = new SeatCount(100, 3, 4, 1, 0, 0, 10);
    assertThat(busy.isFree(83)).isTrue();
    assertThat(busy.isFree(84)).isFalse();
  }

  @Test
  void theFewerOwnersThereAreTheMoreIsKeptForThoseToCome() throws SQLException {
    int[] free = {23, 20, 17, 13};
    for (int owners = 1; owners <= free.length; owners++) {
      SeatCount count = new SeatCount(30, 0, 4, owners, 0, 0, 0);
      assertThat(count.isFree(free[owners - 1])).as("%d owners", owners).isTrue();
      assertThat(count.toString()).endsWith(": %d free".formatted(free[owners - 1]));
    }
  }

  @Test
  void whatCouldNeverBeReservedIsRefusedAndItIsToldWhy() {
    assertThatThrownBy(() -> ROOMY.isFree(90))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("53300"))
        .hasMessage(
            "A lease of 90 connections can never be had: limit 100, less 3 reserved by the server, 4 for 1 processes of Pristine, 4 for processes to come, 0 foreign, 0 leased: 89 free. Lower pristine.connections or raise max_connections");
  }

  @Test
  void noLessThanNothingIsFree() throws SQLException {
    assertThat(FULL.isFree(1)).isFalse();
    assertThat(FULL)
        .hasToString(
            "limit 30, less 8 for 2 processes of Pristine, 2 for processes to come, 0 foreign, 23 leased: 0 free");
  }

  @Test
  void whoBeginsAsksAndWaitsUntilLeasesLeaveRoom() throws SQLException {
    Waiting seats = new Waiting();
    Deque<SeatCount> counts =
        new ArrayDeque<>(List.of(FULL, FULL, new SeatCount(30, 0, 4, 2, 22, 0, 8)));
    SeatCount.awaitRoomToBegin(seats, counts::remove);
    assertThat(counts).isEmpty();
    assertThat(seats.asked).isEqualTo(2);
  }

  @Test
  void whereNothingIsLeasedNobodyWaits() throws SQLException {
    Waiting seats = new Waiting();
    SeatCount.awaitRoomToBegin(seats, () -> new SeatCount(30, 0, 4, 2, 0, 25, 8));
    assertThat(seats.asked).isZero();
  }

  @Test
  void whereLeasesAreHeldForLongItGoesOn() throws SQLException {
    Waiting seats = new Waiting();
    long begin = System.nanoTime();
    SeatCount.awaitRoomToBegin(seats, () -> FULL);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(2));
    assertThat(seats.asked).isPositive();
  }

  @Test
  void whoIsInterruptedGoesOnAndStaysInterrupted() throws SQLException {
    Waiting seats = new Waiting();
    Thread.currentThread().interrupt();
    SeatCount.awaitRoomToBegin(seats, () -> FULL);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(seats.asked).isEqualTo(1);
  }

  /** Seats that nobody gives back. */
  private static final class Waiting implements Seats {
    private int asked;

    @Override
    public Optional<Held> tryReserve(int connections) {
      return Optional.empty();
    }

    @Override
    public void awaitReturn(Duration patience) throws InterruptedException {
      Thread.sleep(patience.toMillis());
    }

    @Override
    public void ask() {
      asked++;
    }

    @Override
    public boolean isWanted() {
      return false;
    }

    @Override
    public String describe() {
      return "";
    }
  }
}
