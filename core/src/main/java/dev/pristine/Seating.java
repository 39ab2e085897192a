package dev.pristine;

import dev.pristine.spi.Locks.Held;
import dev.pristine.spi.Seats;
import dev.pristine.spi.Server;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reserves the connections of leases, in the order in which they were asked for: within this
 * process by a fair lock, between processes by a lock on the server that is granted in order. So a
 * process with many waiters gets no more than one turn in a round. Thread-safe.
 */
final class Seating {

  /** Who died gives no sign, so the one who waits looks again from time to time. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  /**
   * Whoever has waited this long asks others for seats that they keep without need. Most wait
   * shorter, because a database of their own comes back.
   */
  private static final Duration ASK_OTHERS_AFTER = Duration.ofMillis(200);

  private final Server server;
  private final BooleanSupplier yieldIdle;
  private final ReentrantLock turn = new ReentrantLock(true);

  /** Who has waited for long in this process; null if nobody. */
  private volatile @Nullable BooleanSupplier patient;

  /**
   * Makes one.
   *
   * @param yieldIdle has this process give up seats that it keeps without need; false if there are
   *     none
   */
  Seating(Server server, BooleanSupplier yieldIdle) {
    this.server = server;
    this.yieldIdle = yieldIdle;
  }

  /** Reserves connections; empty if the time ran out. */
  Optional<Held> reserve(int connections, Deadline deadline)
      throws SQLException, InterruptedException {
    return reserve(connections, deadline, () -> true);
  }

  /**
   * Reserves connections; empty if the time ran out, or they are wanted no longer.
   *
   * @param wish whether they still are
   */
  Optional<Held> reserve(int connections, Deadline deadline, BooleanSupplier wish)
      throws SQLException, InterruptedException {
    if (!turn.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
      return Optional.empty();
    }
    try {
      Optional<Held> gate =
          server.locks().exclusive(Seats.LOCK, atLeastAMillisecond(deadline.left()));
      if (gate.isEmpty()) {
        return Optional.empty();
      }
      Optional<Held> seats = Optional.empty();
      try (Held held = gate.get()) {
        seats = reserveAlone(connections, deadline, wish);
      } catch (SQLException e) {
        if (seats.isPresent()) {
          seats.get().close();
        }
        throw e;
      }
      return seats;
    } finally {
      patient = null;
      turn.unlock();
    }
  }

  /**
   * Tells whether seats that this process keeps for later are wanted by somebody who has waited for
   * long: in another process, or here but not for the same databases.
   *
   * @param ours the wish of those databases
   */
  boolean isWantedByOthers(BooleanSupplier ours) {
    BooleanSupplier waits = patient;
    return (waits != null && !waits.equals(ours)) || server.seats().isWanted();
  }

  private Optional<Held> reserveAlone(int connections, Deadline deadline, BooleanSupplier wish)
      throws SQLException, InterruptedException {
    long start = System.nanoTime();
    Optional<Held> seats = server.seats().tryReserve(connections);
    while (seats.isEmpty() && !deadline.passed() && wish.getAsBoolean()) {
      if (!yieldIdle.getAsBoolean()) {
        if (System.nanoTime() - start > ASK_OTHERS_AFTER.toNanos()) {
          patient = wish;
          server.seats().ask();
        }
        Duration left = deadline.left();
        server
            .seats()
            .awaitReturn(atLeastAMillisecond(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN));
      }
      seats = server.seats().tryReserve(connections);
    }
    return seats;
  }

  private static Duration atLeastAMillisecond(Duration duration) {
    return duration.toMillis() < 1 ? Duration.ofMillis(1) : duration;
  }
}
