package dev.pristine.postgresql;

import dev.pristine.spi.Owner;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session whose life is the owner's: it holds the owner's lock, its reservations and its shared
 * locks, and does nothing that takes long. Thread-safe: one at a time.
 */
final class OwnerSession implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OwnerSession.class);

  private static final SecureRandom RANDOM = new SecureRandom();

  private static final String LIVING =
      """
      SELECT lpad(to_hex(l.objid::bigint), 8, '0'), coalesce(a.application_name, ''),
             coalesce(a.backend_start, now())
      FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid)
      WHERE l.%s ORDER BY 3, 1"""
          .formatted(LockKey.condition(LockKey.OWNER).replace("AND ", "AND l."));

  /** The driver waits a millisecond for news to come, which is too dear for every rewind. */
  private static final long HEAR_AGAIN_NANOS = 20_000_000;

  private final Connection connection;
  private final ReentrantLock turn = new ReentrantLock();
  private final int id;

  /** Whether connections were given back and nobody took note yet. */
  private boolean returned;

  /** When another owner asked for connections, if one ever did. */
  private volatile long lastAsked;

  private volatile boolean asked;

  private volatile long lastHeard = System.nanoTime();

  private OwnerSession(Connection connection, int id) {
    this.connection = connection;
    this.id = id;
  }

  static OwnerSession open(Sessions sessions) throws SQLException {
    Connection connection = sessions.open(Sessions.MAINTENANCE);
    try (Statement statement = connection.createStatement()) {
      int id = RANDOM.nextInt();
      while (!isTaken(statement, id)) {
        id = RANDOM.nextInt();
      }
      statement.execute(
          "LISTEN %s; LISTEN %s".formatted(SeatReservations.CHANNEL, SeatReservations.REQUESTS));
      return new OwnerSession(connection, id);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static boolean isTaken(Statement statement, int id) throws SQLException {
    return Sessions.query(
            statement,
            "SELECT pg_try_advisory_lock(%d, %d)".formatted(LockKey.OWNER, id),
            row -> row.getBoolean(1))
        .get(0);
  }

  /** Returns the owner's id: eight hexadecimal digits. */
  String id() {
    return "%08x".formatted(id);
  }

  <T> T with(Sessions.Work<T> work) throws SQLException {
    turn.lock();
    try (Statement statement = connection.createStatement()) {
      return work.on(statement);
    } finally {
      turn.unlock();
    }
  }

  /**
   * Tells whether somebody gave connections back since the last call, without asking the server.
   */
  boolean wasNotified() throws SQLException {
    turn.lock();
    try {
      hear();
      boolean notified = returned;
      returned = false;
      return notified;
    } finally {
      turn.unlock();
    }
  }

  /**
   * Tells how long ago another owner asked for connections, as far as is known; long, if none ever
   * did.
   */
  long lastAskedNanosAgo() {
    if (System.nanoTime() - lastHeard > HEAR_AGAIN_NANOS && turn.tryLock()) {
      try {
        hear();
      } catch (SQLException e) {
        log.debug("Could not hear whether others want connections", e);
      } finally {
        turn.unlock();
      }
    }
    return asked ? System.nanoTime() - lastAsked : Long.MAX_VALUE;
  }

  private void hear() throws SQLException {
    PGNotification[] notifications = connection.unwrap(PGConnection.class).getNotifications();
    lastHeard = System.nanoTime();
    if (notifications != null) {
      for (PGNotification notification : notifications) {
        if (notification.getName().equals(SeatReservations.CHANNEL)) {
          returned = true;
        } else if (!notification.getParameter().equals(id())) {
          lastAsked = System.nanoTime();
          asked = true;
        }
      }
    }
  }

  List<Owner> living() throws SQLException {
    return with(
        statement ->
            Sessions.query(
                statement,
                LIVING,
                row ->
                    new Owner(
                        row.getString(1),
                        row.getString(2),
                        row.getObject(3, OffsetDateTime.class).toInstant())));
  }

  /** Makes sure that the session that answers is the one that holds our lock. */
  void verify() throws SQLException {
    boolean held =
        with(
            statement ->
                Sessions.query(
                        statement,
                        "SELECT EXISTS (SELECT FROM pg_locks WHERE pid = pg_backend_pid() AND objid::bigint = %d AND %s)"
                            .formatted(
                                Integer.toUnsignedLong(id), LockKey.condition(LockKey.OWNER)),
                        row -> row.getBoolean(1))
                    .get(0));
    if (!held) {
      throw new SQLException(
          "The session no longer holds the lock: is there a pooler between us and the server that changes"
              + " sessions with every transaction?",
          "08006");
    }
  }

  /**
   * Gives back all locks in so many words, because the server notices the end of a session only
   * some time after the client, and closes the session.
   */
  @Override
  public void close() throws SQLException {
    turn.lock();
    try (connection;
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_unlock_all()");
    } finally {
      turn.unlock();
    }
  }
}
