package dev.pristine.postgresql;

import dev.pristine.spi.Locks;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks by name as session-level advisory locks, which the server grants in the order of arrival. A
 * lock that one may wait for has a session of its own, because the session can do nothing else
 * meanwhile. Thread-safe.
 */
final class AdvisoryLocks implements Locks, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AdvisoryLocks.class);

  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String INVALID_VALUE = "22023";

  private final Sessions sessions;
  private final OwnerSession owner;

  /** Kept for the next who waits, because opening a session takes longer than most waiting. */
  private final AtomicReference<@Nullable Connection> idle = new AtomicReference<>();

  private final ExecutorService waiters =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "pristine-waits-for-lock");
            thread.setDaemon(true);
            return thread;
          });

  AdvisoryLocks(Sessions sessions, OwnerSession owner) {
    this.sessions = sessions;
    this.owner = owner;
  }

  @Override
  public Optional<Held> exclusive(String name, Duration patience)
      throws SQLException, InterruptedException {
    Connection connection = session();
    boolean held = false;
    try {
      held = tryLock(connection, name) || await(connection, name, patience);
    } finally {
      if (!held) {
        keep(connection);
      }
    }
    return held ? Optional.of(new InOwnSession(connection, name)) : Optional.empty();
  }

  @Override
  public Optional<Held> tryExclusive(String name) throws SQLException {
    // Not in the owner's session: the shared locks that it holds would not be in the way.
    Connection connection = session();
    boolean held = false;
    try {
      held = tryLock(connection, name);
    } finally {
      if (!held) {
        keep(connection);
      }
    }
    return held ? Optional.of(new InOwnSession(connection, name)) : Optional.empty();
  }

  @Override
  public Optional<Held> tryShared(String name) throws SQLException {
    long key = LockKey.of(name);
    boolean held = owner.with(statement -> isTrue(statement, "pg_try_advisory_lock_shared", key));
    return held ? Optional.of(new InOwnersSession(owner, key)) : Optional.empty();
  }

  @Override
  public void close() throws SQLException {
    waiters.shutdownNow();
    Connection connection = idle.getAndSet(null);
    if (connection != null) {
      connection.close();
    }
  }

  private static boolean tryLock(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return isTrue(statement, "pg_try_advisory_lock", LockKey.of(name));
    }
  }

  /** Waits on a thread of its own, because the driver's waiting cannot be interrupted. */
  private boolean await(Connection connection, String name, Duration patience)
      throws SQLException, InterruptedException {
    try (Statement statement = connection.createStatement()) {
      Future<Boolean> locked = waiters.submit(() -> lock(statement, name, patience));
      try {
        return locked.get();
      } catch (InterruptedException e) {
        try {
          statement.cancel();
        } finally {
          // The session must not be used again before its statement has ended, either way.
          connection.abort(Runnable::run);
        }
        throw e;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof SQLException failed) {
          throw failed;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  private static boolean lock(Statement statement, String name, Duration patience)
      throws SQLException {
    try {
      statement.execute(
          "SET lock_timeout = %d; SELECT pg_advisory_lock(%d)"
              .formatted(Math.max(1, patience.toMillis()), LockKey.of(name)));
      return true;
    } catch (SQLException e) {
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private static boolean isTrue(Statement statement, String function, long key)
      throws SQLException {
    return Sessions.query(
            statement, "SELECT %s(%d)".formatted(function, key), row -> row.getBoolean(1))
        .get(0);
  }

  private Connection session() throws SQLException {
    Connection kept = idle.getAndSet(null);
    if (kept != null) {
      return kept;
    }
    Connection connection = sessions.open(Sessions.MAINTENANCE);
    try (Statement statement = connection.createStatement()) {
      // A waiting session whose process was killed must not stand in the queue for ever.
      statement.execute("SET client_connection_check_interval = '500ms'");
    } catch (SQLException e) {
      if (!INVALID_VALUE.equals(e.getSQLState())) {
        connection.close();
        throw e;
      }
      log.debug("The server runs on a system that cannot look after idle clients", e);
    }
    return connection;
  }

  private void keep(Connection connection) throws SQLException {
    if (waiters.isShutdown() || connection.isClosed()) {
      connection.close();
      return;
    }
    Connection surplus = idle.getAndSet(connection);
    if (surplus != null) {
      surplus.close();
    }
  }

  /** A lock in a session that holds nothing else. */
  private final class InOwnSession implements Held {
    private final Connection connection;
    private final String name;
    private final AtomicBoolean closed = new AtomicBoolean();

    InOwnSession(Connection connection, String name) {
      this.connection = connection;
      this.name = name;
    }

    @Override
    public void close() throws SQLException {
      if (closed.compareAndSet(false, true)) {
        try (Statement statement = connection.createStatement()) {
          isTrue(statement, "pg_advisory_unlock", LockKey.of(name));
        } catch (SQLException e) {
          connection.close();
          throw e;
        }
        keep(connection);
      }
    }
  }

  /** A lock in the owner's session. */
  private static final class InOwnersSession implements Held {
    private final OwnerSession owner;
    private final long key;
    private final AtomicBoolean closed = new AtomicBoolean();

    InOwnersSession(OwnerSession owner, long key) {
      this.owner = owner;
      this.key = key;
    }

    @Override
    public void close() throws SQLException {
      if (closed.compareAndSet(false, true)) {
        owner.with(statement -> isTrue(statement, "pg_advisory_unlock_shared", key));
      }
    }
  }
}
