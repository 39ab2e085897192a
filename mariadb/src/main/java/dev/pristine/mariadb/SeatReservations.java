package dev.pristine.mariadb;

import dev.pristine.spi.Locks.Held;
import dev.pristine.spi.SeatCount;
import dev.pristine.spi.Seats;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reservations of connections as a number in the owner's row of the registry, which counts as long
 * as the owner is alive. Thread-safe.
 */
final class SeatReservations implements Seats, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SeatReservations.class);

  /** A request counts for a little longer than it takes until it is repeated. */
  private static final String REQUEST_SECONDS = "0.3";

  /** How often the one who waits looks whether another process gave seats back. */
  private static final long LOOK_MILLIS = 5;

  private static final long HEAR_AGAIN_NANOS = 20_000_000;

  private final OwnerSession owner;
  private final String question;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition returned = lock.newCondition();
  private final AtomicBoolean listening = new AtomicBoolean();
  private final ExecutorService listener =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "pristine-listens");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean wanted;
  private volatile long lastHeard;

  SeatReservations(OwnerSession owner, Dialect dialect) {
    this.owner = owner;
    this.question = question(dialect);
    this.lastHeard = System.nanoTime();
  }

  /**
   * Sessions of tests are in databases of ours, and so are our own. What the list of processes does
   * not show, because a right is missing, counts as foreign.
   */
  private static String question(Dialect dialect) {
    String alive = LockName.isAlive("id");
    return """
    SELECT @@max_connections, (SELECT count(*) FROM owners WHERE %s),
      (SELECT coalesce(sum(seats), 0) FROM owners WHERE %s),
      (SELECT variable_value FROM %s WHERE variable_name = 'THREADS_CONNECTED')
      - (SELECT count(*) FROM information_schema.processlist WHERE db LIKE 'pristine\\_%%'),
      (SELECT count(*) FROM information_schema.processlist WHERE db = '%s')"""
        .formatted(alive, alive, dialect.globalStatus(), Registry.DATABASE);
  }

  @Override
  public Optional<Held> tryReserve(int connections) throws SQLException {
    return owner.with(
        statement -> {
          if (!count(statement).isFree(connections)) {
            return Optional.empty();
          }
          add(statement, connections);
          return Optional.of(new Reservation(connections));
        });
  }

  /** Waits until this process may open sessions besides its owner's. */
  void awaitRoomToBegin() throws SQLException {
    SeatCount.awaitRoomToBegin(this, () -> owner.with(this::count));
  }

  @Override
  public void awaitReturn(Duration patience) throws SQLException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    int before = leased();
    lock.lockInterruptibly();
    try {
      while (System.nanoTime() < end) {
        if (returned.await(LOOK_MILLIS, TimeUnit.MILLISECONDS) || leased() < before) {
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
            statement.execute(
                "UPDATE owners SET asked = utc_timestamp(6) WHERE id = '%s'"
                    .formatted(owner.id())));
  }

  /** Answers what was heard last; whoever keeps asking hears what is new a moment later. */
  @Override
  public boolean isWanted() {
    if (System.nanoTime() - lastHeard > HEAR_AGAIN_NANOS && listening.compareAndSet(false, true)) {
      try {
        listener.execute(this::hear);
      } catch (RejectedExecutionException e) {
        log.debug("Nobody listens any more: the session is being closed", e);
      }
    }
    return wanted;
  }

  /** Asks whether another owner has asked a moment ago. */
  private void hear() {
    try {
      wanted =
          owner.with(
              statement ->
                  Sessions.query(
                          statement,
                          "SELECT EXISTS (SELECT 1 FROM owners WHERE id <> '%s' AND asked > utc_timestamp(6) - INTERVAL %s SECOND)"
                              .formatted(owner.id(), REQUEST_SECONDS),
                          row -> row.getBoolean(1))
                      .get(0));
    } catch (SQLException e) {
      log.debug("Could not hear whether others want connections", e);
    } finally {
      lastHeard = System.nanoTime();
      listening.set(false);
    }
  }

  /** Listens no longer. */
  @Override
  public void close() {
    listener.shutdownNow();
  }

  @Override
  public String describe() throws SQLException {
    return owner.with(this::count).toString();
  }

  private int leased() throws SQLException {
    return owner.with(
        statement ->
            Sessions.query(
                    statement,
                    "SELECT coalesce(sum(seats), 0) FROM owners WHERE " + LockName.isAlive("id"),
                    row -> row.getInt(1))
                .get(0));
  }

  private void add(Statement statement, int connections) throws SQLException {
    statement.execute(
        "UPDATE owners SET seats = seats + (%d) WHERE id = '%s'"
            .formatted(connections, owner.id()));
  }

  private SeatCount count(Statement statement) throws SQLException {
    return Sessions.query(
            statement,
            question,
            row ->
                new SeatCount(
                    row.getInt(1),
                    0,
                    Sessions.OWN_SESSIONS,
                    row.getInt(2),
                    row.getInt(3),
                    Math.max(0, row.getInt(4)),
                    row.getInt(5)))
        .get(0);
  }

  private final class Reservation implements Held {
    private final int connections;
    private final AtomicBoolean closed = new AtomicBoolean();

    Reservation(int connections) {
      this.connections = connections;
    }

    @Override
    public void close() throws SQLException {
      if (!closed.compareAndSet(false, true)) {
        return;
      }
      owner.with(
          statement -> {
            add(statement, -connections);
            return "";
          });
      lock.lock();
      try {
        returned.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
