package dev.pristine;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one lease: pooled, counted, and each remembered with the stack that borrowed
 * it until it is given back. Thread-safe.
 */
final class LeasedDataSource implements DataSource {

  private final PooledConnections pool;
  private final String holder;
  private final Map<Connection, Throwable> borrowed = new ConcurrentHashMap<>();

  /** The driver's own connections that were borrowed at least once. */
  private final Set<Connection> used = ConcurrentHashMap.newKeySet();

  private volatile @Nullable String ended;

  LeasedDataSource(PooledConnections pool, String holder) {
    this.pool = pool;
    this.holder = holder;
  }

  @Override
  public Connection getConnection() throws SQLException {
    refuseIfEnded();
    Connection pooled;
    try {
      pooled = pool.borrow();
    } catch (SQLTransientConnectionException e) {
      throw borrowed.size() >= pool.size() ? allBorrowed(e) : e;
    }
    Connection connection =
        (Connection)
            Proxy.newProxyInstance(
                LeasedDataSource.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> call((Connection) proxy, pooled, method, arguments));
    borrowed.put(pooled, new Throwable("Borrowed here"));
    used.add(pooled.unwrap(Connection.class));
    if (ended != null && borrowed.remove(pooled) != null) {
      // Meanwhile; whoever ended the lease did not see this one.
      pool.evict(pooled);
      refuseIfEnded();
    }
    return connection;
  }

  private @Nullable Object call(
      Connection proxy, Connection pooled, Method method, Object @Nullable [] arguments)
      throws Throwable {
    switch (method.getName()) {
      case "equals" -> {
        return isSame(proxy, Objects.requireNonNull(arguments)[0]);
      }
      case "hashCode" -> {
        return System.identityHashCode(proxy);
      }
      case "close", "abort" -> borrowed.remove(pooled);
      case "isClosed" -> {
        // The pool's own answer does not know of connections that ended with the lease.
        return !borrowed.containsKey(pooled);
      }
      default -> {
        // The pool's connection knows.
      }
    }
    try {
      return method.invoke(pooled, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  @SuppressWarnings("ReferenceEquality") // A connection is equal to nothing but itself.
  private static boolean isSame(Connection proxy, @Nullable Object other) {
    return proxy == other;
  }

  /**
   * Ends the connections that are borrowed, even if a statement is running on them; later calls get
   * an error that says why.
   *
   * @return the stacks that borrowed connections and did not give them back
   */
  List<Throwable> end(String why) {
    ended = why;
    List<Throwable> leaks = new ArrayList<>();
    for (Connection each : List.copyOf(borrowed.keySet())) {
      Throwable borrower = borrowed.remove(each);
      if (borrower != null) {
        leaks.add(borrower);
        pool.evict(each);
      }
    }
    return leaks;
  }

  /** Ends all connections, the idle ones too. */
  void revoke(String why) {
    end(why);
    pool.close();
  }

  /** Tells whether a connection of the pool was borrowed here. */
  boolean wasUsed(Connection pooled) throws SQLException {
    return used.contains(pooled.unwrap(Connection.class));
  }

  private void refuseIfEnded() throws SQLException {
    String why = ended;
    if (why != null) {
      throw new SQLException(
          "The database [%s] of [%s] is not available: %s"
              .formatted(pool.access().jdbcUrl(), holder, why));
    }
  }

  private SQLException allBorrowed(SQLTransientConnectionException cause) {
    SQLException failure =
        new SQLTransientConnectionException(
            ("All %d connections of the database of [%s] are borrowed, and none was given back within %d s."
                    + " Close the connections (the stacks that borrowed them are attached),"
                    + " or raise pristine.connections.")
                .formatted(pool.size(), holder, PooledConnections.TIMEOUT_MILLIS / 1000),
            cause.getSQLState(),
            cause);
    borrowed.values().forEach(failure::addSuppressed);
    return failure;
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException(
        "A leased database has one user [%s]: call getConnection()"
            .formatted(pool.access().user()));
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException("Not a wrapper for " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter writer) throws SQLException {
    throw new SQLFeatureNotSupportedException("Logs go to SLF4J");
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException("The login time-out is fixed");
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("Logs go to SLF4J");
  }

  /** Names the database, not its password. */
  @Override
  public String toString() {
    return "LeasedDataSource[" + pool.access().jdbcUrl() + " of " + holder + "]";
  }
}
