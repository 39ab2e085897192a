package dev.pristine;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import dev.pristine.spi.Access;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one lease: pooled, counted, and each remembered with the stack that borrowed
 * it until it is given back. Thread-safe.
 */
final class LeasedDataSource implements DataSource {

  private static final long CONNECTION_TIMEOUT_MILLIS = 30_000;

  private final Access access;
  private final String holder;
  private final int connections;
  private final Map<Connection, Throwable> borrowed = new ConcurrentHashMap<>();
  private @Nullable HikariPool pool;
  private @Nullable String ended;

  LeasedDataSource(Access access, String holder, int connections) {
    this.access = access;
    this.holder = holder;
    this.connections = connections;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection pooled;
    try {
      pooled = pool().getConnection();
    } catch (SQLTransientConnectionException e) {
      throw borrowed.size() >= connections ? allBorrowed(e) : e;
    }
    Connection connection =
        (Connection)
            Proxy.newProxyInstance(
                LeasedDataSource.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> call((Connection) proxy, pooled, method, arguments));
    borrowed.put(pooled, new Throwable("Borrowed here"));
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
   * Ends all connections, the borrowed ones too; later calls get an error that says why.
   *
   * @return the stacks that borrowed connections and did not give them back
   */
  List<Throwable> end(String why) {
    HikariPool open;
    synchronized (this) {
      ended = why;
      open = pool;
      pool = null;
    }
    List<Throwable> leaks = new ArrayList<>(borrowed.values());
    borrowed.clear();
    if (open != null) {
      shutDown(open);
    }
    return leaks;
  }

  private static void shutDown(HikariPool pool) {
    try {
      pool.shutdown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized HikariPool pool() throws SQLException {
    if (ended != null) {
      throw new SQLException(
          "The database [%s] of [%s] is not available: %s"
              .formatted(access.jdbcUrl(), holder, ended));
    }
    if (pool == null) {
      HikariConfig config = new HikariConfig();
      config.setDataSource(access.unpooled());
      config.setPoolName("pristine");
      config.setMaximumPoolSize(connections);
      config.setMinimumIdle(0);
      config.setIdleTimeout(0);
      config.setMaxLifetime(0);
      config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
      config.setInitializationFailTimeout(-1);
      config.setThreadFactory(Threads.daemon("pristine-connections"));
      config.validate();
      // Not HikariDataSource: it announces every start and end in the log.
      pool = new HikariPool(config);
    }
    return pool;
  }

  private SQLException allBorrowed(SQLTransientConnectionException cause) {
    SQLException failure =
        new SQLTransientConnectionException(
            ("All %d connections of the database of [%s] are borrowed, and none was given back within %d s."
                    + " Close the connections (the stacks that borrowed them are attached),"
                    + " or raise pristine.connections.")
                .formatted(connections, holder, CONNECTION_TIMEOUT_MILLIS / 1000),
            cause.getSQLState(),
            cause);
    borrowed.values().forEach(failure::addSuppressed);
    return failure;
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException(
        "A leased database has one user [%s]: call getConnection()".formatted(access.user()));
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
    return "LeasedDataSource[" + access.jdbcUrl() + " of " + holder + "]";
  }
}
