package dev.pristine;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import dev.pristine.spi.Access;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to one copy, opened when they are first needed. The pool opens them on a thread
 * of its own, some even when their borrower has found another meanwhile; so each is counted from
 * the moment that it begins to open. Thread-safe.
 */
final class PooledConnections {

  /** How long a borrower waits for one that others have. */
  static final long TIMEOUT_MILLIS = 30_000;

  private static final Logger log = LoggerFactory.getLogger(PooledConnections.class);

  private final Access access;
  private final int size;

  /** Held shared by whoever opens a connection, and alone by whoever must know all of them. */
  private final ReadWriteLock opening = new ReentrantReadWriteLock();

  private final Set<Connection> opened = ConcurrentHashMap.newKeySet();
  private @Nullable HikariPool pool;

  PooledConnections(Access access, int size) {
    this.access = access;
    this.size = size;
  }

  Access access() {
    return access;
  }

  /** Returns how many there may be at once. */
  int size() {
    return size;
  }

  Connection borrow() throws SQLException {
    return pool().getConnection();
  }

  /** Ends a borrowed connection, even if a statement is running on it. */
  synchronized void evict(Connection borrowed) {
    try {
      borrowed.unwrap(Connection.class).abort(Runnable::run);
    } catch (SQLException e) {
      log.debug("Could not end a connection at once", e);
    }
    if (pool != null) {
      pool.evictConnection(borrowed);
    }
  }

  /** Borrows all that nobody else has borrowed and that are open. */
  List<Connection> borrowIdle() throws SQLException {
    HikariPool open;
    synchronized (this) {
      open = pool;
    }
    List<Connection> idle = new ArrayList<>();
    while (open != null && open.getIdleConnections() > 0 && idle.size() < size) {
      idle.add(open.getConnection());
    }
    return idle;
  }

  /** Something to do while no connection is opened. */
  interface Quietly<T> {

    /**
     * Does it.
     *
     * @param open the driver's own connections, all of them, borrowed or not
     */
    T with(List<Connection> open) throws SQLException;
  }

  /** Does something while no connection is opened. */
  <T> T quietly(Quietly<T> work) throws SQLException {
    opening.writeLock().lock();
    try {
      List<Connection> open = new ArrayList<>();
      for (Connection connection : opened) {
        if (!connection.isClosed()) {
          open.add(connection);
        }
      }
      opened.retainAll(open);
      return work.with(open);
    } finally {
      opening.writeLock().unlock();
    }
  }

  private Connection open() throws SQLException {
    opening.readLock().lock();
    try {
      Connection connection = access.unpooled().getConnection();
      opened.add(connection);
      return connection;
    } finally {
      opening.readLock().unlock();
    }
  }

  /** Ends all of them. They are opened again if somebody borrows. */
  void close() {
    HikariPool open;
    synchronized (this) {
      open = pool;
      pool = null;
    }
    if (open != null) {
      try {
        open.shutdown();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized HikariPool pool() {
    if (pool == null) {
      HikariConfig config = new HikariConfig();
      config.setDataSource(new OpenedBy(access.unpooled(), this::open));
      config.setPoolName("pristine");
      config.setMaximumPoolSize(size);
      config.setMinimumIdle(0);
      config.setIdleTimeout(0);
      config.setMaxLifetime(0);
      config.setConnectionTimeout(TIMEOUT_MILLIS);
      config.setInitializationFailTimeout(-1);
      config.setThreadFactory(Threads.daemon("pristine-connections"));
      config.validate();
      // Not HikariDataSource: it announces every start and end in the log.
      pool = new HikariPool(config);
    }
    return pool;
  }
}
