package dev.pristine;

import dev.pristine.spi.Locks.Held;
import dev.pristine.spi.Seats;
import dev.pristine.spi.Server;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reserves the connections of leases, in the order in which they were asked for: within this
 * process by a fair lock, between processes by a lock on the server that is granted in order. So a
 * process with many waiters gets no more than one turn in a round. Thread-safe.
 */
final class Seating {

  /** Who died gives no sign, so the one who waits looks again from time to time. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final Server server;
  private final ReentrantLock turn = new ReentrantLock(true);

  Seating(Server server) {
    this.server = server;
  }

  /** Reserves connections; empty if the time ran out. */
  Optional<Held> reserve(int connections, Deadline deadline)
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
        seats = reserveAlone(connections, deadline);
      } catch (SQLException e) {
        if (seats.isPresent()) {
          seats.get().close();
        }
        throw e;
      }
      return seats;
    } finally {
      turn.unlock();
    }
  }

  private Optional<Held> reserveAlone(int connections, Deadline deadline)
      throws SQLException, InterruptedException {
    Optional<Held> seats = server.seats().tryReserve(connections);
    while (seats.isEmpty() && !deadline.passed()) {
      Duration left = deadline.left();
      server
          .seats()
          .awaitReturn(atLeastAMillisecond(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN));
      seats = server.seats().tryReserve(connections);
    }
    return seats;
  }

  private static Duration atLeastAMillisecond(Duration duration) {
    return duration.toMillis() < 1 ? Duration.ofMillis(1) : duration;
  }
}
