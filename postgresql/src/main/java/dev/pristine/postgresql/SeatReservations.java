package dev.pristine.postgresql;

import dev.pristine.spi.Locks.Held;
import dev.pristine.spi.SeatCount;
import dev.pristine.spi.Seats;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reservations of connections as shared advisory locks of the owner's session, whose keys tell how
 * many are reserved: all owners see them in {@code pg_locks}, and they end with the session.
 * Thread-safe.
 */
final class SeatReservations implements Seats {

  /** Where it is said that connections were given back and somebody waits for them. */
  static final String CHANNEL = "pristine_seats";

  /** Where owners are asked for connections that they keep without need; tells who asks. */
  static final String REQUESTS = "pristine_seats_wanted";

  /** A request counts for a little longer than it takes until it is repeated. */
  private static final long REQUEST_NANOS = 300_000_000;

  /** How often the socket is looked at for a notification; that asks nothing of the server. */
  private static final long LOOK_MILLIS = 2;

  /**
   * What a session that reads the log runs, so that it counts from then until its end. It does not
   * ask whether there is room: its owner holds seats already and must not wait for more.
   */
  static final String COUNT_THIS_SESSION =
      "SELECT pg_advisory_lock_shared(%d, 1)".formatted(LockKey.SEATS);

  private static final String USE =
      """
      SELECT current_setting('max_connections')::int,
             current_setting('superuser_reserved_connections')::int
               + coalesce(current_setting('reserved_connections', true)::int, 0),
             (SELECT count(*) FROM pg_locks WHERE %s),
             (SELECT coalesce(sum(objid::bigint & 255), 0) FROM pg_locks WHERE %s),
             (SELECT count(*) FROM pg_stat_activity
              WHERE usesysid IS NOT NULL AND datid IS NOT NULL
                AND datname NOT LIKE 'pristine\\_c\\_%%' AND application_name NOT LIKE '%s%%'),
             (SELECT count(*) FROM pg_stat_activity
              WHERE application_name LIKE '%s%%' AND datname NOT LIKE 'pristine\\_c\\_%%'
                AND pid NOT IN (SELECT pid FROM pg_locks WHERE %s AND objid = 1))"""
          .formatted(
              LockKey.condition(LockKey.OWNER),
              LockKey.condition(LockKey.SEATS),
              Sessions.NAME_PREFIX,
              Sessions.NAME_PREFIX,
              LockKey.condition(LockKey.SEATS));

  private final OwnerSession owner;
  private final AtomicInteger numbers = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition returned = lock.newCondition();

  SeatReservations(OwnerSession owner) {
    this.owner = owner;
  }

  @Override
  public Optional<Held> tryReserve(int connections) throws SQLException {
    return owner.with(
        statement -> {
          if (!count(statement).isFree(connections)) {
            return Optional.empty();
          }
          Reservation reservation = new Reservation(connections);
          statement.execute("SELECT pg_advisory_lock_shared" + reservation.key());
          return Optional.of(reservation);
        });
  }

  /** Waits until this process may open sessions besides its owner's. */
  void awaitRoomToBegin() throws SQLException {
    SeatCount.awaitRoomToBegin(this, () -> owner.with(SeatReservations::count));
  }

  @Override
  public void awaitReturn(Duration patience) throws SQLException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (System.nanoTime() < end) {
        if (returned.await(LOOK_MILLIS, TimeUnit.MILLISECONDS) || owner.wasNotified()) {
          return;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void ask() throws SQLException {
    owner.with(
        statement ->
            statement.execute("SELECT pg_notify('%s', '%s')".formatted(REQUESTS, owner.id())));
  }

  @Override
  public boolean isWanted() {
    return owner.lastAskedNanosAgo() < REQUEST_NANOS;
  }

  @Override
  public String describe() throws SQLException {
    return owner.with(SeatReservations::count).toString();
  }

  private static SeatCount count(Statement statement) throws SQLException {
    return Sessions.query(
            statement,
            USE,
            row ->
                new SeatCount(
                    row.getInt(1),
                    row.getInt(2),
                    Sessions.OWN_SESSIONS,
                    row.getInt(3),
                    row.getInt(4),
                    row.getInt(5),
                    row.getInt(6)))
        .get(0);
  }

  private final class Reservation implements Held {
    private final int key;
    private final AtomicBoolean closed = new AtomicBoolean();

    Reservation(int connections) {
      // The number keeps the reservations of one session apart; sessions share keys without harm.
      this.key = numbers.incrementAndGet() << 8 | connections;
    }

    String key() {
      return "(%d, %d)".formatted(LockKey.SEATS, key);
    }

    @Override
    public void close() throws SQLException {
      if (!closed.compareAndSet(false, true)) {
        return;
      }
      owner.with(
          statement ->
              statement.execute(
                  "SELECT pg_advisory_unlock_shared%s, CASE WHEN EXISTS (SELECT FROM pg_locks WHERE %s) THEN pg_notify('%s', '') END"
                      .formatted(key(), LockKey.condition(LOCK), CHANNEL)));
      lock.lock();
      try {
        returned.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
