package dev.pristine.mariadb;

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Locks by name as user-level locks, which the server grants in the order of arrival.
 *
 * <p>The server has none that are shared. So whoever shares one holds, in its owner's session, a
 * lock whose name tells the owner; and whoever wants it alone looks whether any living owner does.
 * For the moment that either looks, it holds the guard of that name, so that nobody is refused for
 * the sake of somebody who only looks. Thread-safe.
 */
final class UserLocks implements Locks, AutoCloseable {

  private static final long LOOK_AGAIN_MILLIS = 5;

  private static final int GUARD_SECONDS = 60;

  private final Sessions sessions;
  private final OwnerSession owner;

  /** Kept for the next who needs one, because opening a session takes longer than most waiting. */
  private final AtomicReference<@Nullable Connection> idle = new AtomicReference<>();

  private final ExecutorService waiters =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "pristine-waits-for-lock");
            thread.setDaemon(true);
            return thread;
          });

  UserLocks(Sessions sessions, OwnerSession owner) {
    this.sessions = sessions;
    this.owner = owner;
  }

  /** Takes a lock if nobody has it. */
  static boolean tryLock(Statement statement, String lock) throws SQLException {
    return lock(statement, lock, "0");
  }

  @Override
  public Optional<Held> exclusive(String name, Duration patience)
      throws SQLException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    Connection connection = session();
    boolean held = false;
    try (Statement statement = connection.createStatement()) {
      String lock = LockName.exclusive(name);
      if (tryLock(statement, lock) || await(connection, statement, lock, patience)) {
        held = awaitSharers(statement, name, end);
      }
    } finally {
      if (!held) {
        giveBack(connection);
      }
    }
    return held ? Optional.of(new InOwnSession(connection)) : Optional.empty();
  }

  @Override
  public Optional<Held> tryExclusive(String name) throws SQLException {
    Connection connection = session();
    boolean held = false;
    try (Statement statement = connection.createStatement()) {
      if (!isUsed(statement, LockName.exclusive(name))) {
        guard(statement, name);
        held = tryLock(statement, LockName.exclusive(name)) && !isShared(statement, name);
        if (held) {
          release(statement, LockName.guard(name));
        }
      }
    } finally {
      if (!held) {
        giveBack(connection);
      }
    }
    return held ? Optional.of(new InOwnSession(connection)) : Optional.empty();
  }

  @Override
  public Optional<Held> tryShared(String name) throws SQLException {
    return owner.with(
        statement -> {
          guard(statement, name);
          try {
            if (isUsed(statement, LockName.exclusive(name))) {
              return Optional.empty();
            }
            // May be taken several times by one session, and is given back as often.
            String lock = LockName.shared(name, owner.id());
            return tryLock(statement, lock)
                ? Optional.of(new InOwnersSession(owner, lock))
                : Optional.empty();
          } finally {
            release(statement, LockName.guard(name));
          }
        });
  }

  @Override
  public void close() throws SQLException {
    waiters.shutdownNow();
    Connection connection = idle.getAndSet(null);
    if (connection != null) {
      connection.close();
    }
  }

  /** Nobody new shares what somebody has alone; waits until those who share it already are gone. */
  private static boolean awaitSharers(Statement statement, String name, long end)
      throws SQLException, InterruptedException {
    guard(statement, name);
    release(statement, LockName.guard(name));
    while (isShared(statement, name)) {
      if (System.nanoTime() > end) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    }
    return true;
  }

  /** Waits on a thread of its own, because the driver's waiting cannot be interrupted. */
  private boolean await(Connection connection, Statement statement, String lock, Duration patience)
      throws SQLException, InterruptedException {
    String seconds = sessions.dialect().lockSeconds(patience);
    Future<Boolean> locked = waiters.submit(() -> lock(statement, lock, seconds));
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

  private static void guard(Statement statement, String name) throws SQLException {
    if (!lock(statement, LockName.guard(name), Integer.toString(GUARD_SECONDS))) {
      throw new SQLException(
          "Another process has looked at the lock [%s] for %d s".formatted(name, GUARD_SECONDS),
          "57014");
    }
  }

  private static boolean lock(Statement statement, String lock, String seconds)
      throws SQLException {
    return isTrue(statement, "GET_LOCK('%s', %s) <=> 1".formatted(lock, seconds));
  }

  private static boolean isUsed(Statement statement, String lock) throws SQLException {
    return isTrue(statement, "IS_USED_LOCK('%s') IS NOT NULL".formatted(lock));
  }

  private static boolean isShared(Statement statement, String name) throws SQLException {
    return isTrue(
        statement,
        "EXISTS (SELECT 1 FROM owners WHERE IS_USED_LOCK(CONCAT('%s', id)) IS NOT NULL)"
            .formatted(LockName.sharedPrefix(name)));
  }

  private static void release(Statement statement, String lock) throws SQLException {
    isTrue(statement, "RELEASE_LOCK('%s')".formatted(lock));
  }

  private static boolean isTrue(Statement statement, String expression) throws SQLException {
    return Sessions.query(statement, "SELECT " + expression, row -> row.getBoolean(1)).get(0);
  }

  private Connection session() throws SQLException {
    Connection kept = idle.getAndSet(null);
    return kept != null ? kept : sessions.open(Registry.DATABASE);
  }

  /** Gives back all that a session holds, and keeps it for the next. */
  private void giveBack(Connection connection) throws SQLException {
    if (connection.isClosed()) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("DO RELEASE_ALL_LOCKS()");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    Connection surplus = waiters.isShutdown() ? connection : idle.getAndSet(connection);
    if (surplus != null) {
      surplus.close();
    }
  }

  /** A lock in a session that holds nothing else. */
  private final class InOwnSession implements Held {
    private final Connection connection;
    private final AtomicBoolean closed = new AtomicBoolean();

    InOwnSession(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void close() throws SQLException {
      if (closed.compareAndSet(false, true)) {
        giveBack(connection);
      }
    }
  }

  /** A lock in the owner's session. */
  private static final class InOwnersSession implements Held {
    private final OwnerSession owner;
    private final String lock;
    private final AtomicBoolean closed = new AtomicBoolean();

    InOwnersSession(OwnerSession owner, String lock) {
      this.owner = owner;
      this.lock = lock;
    }

    @Override
    public void close() throws SQLException {
      if (closed.compareAndSet(false, true)) {
        owner.with(
            statement -> {
              release(statement, lock);
              return "";
            });
      }
    }
  }
}
