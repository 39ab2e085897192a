package dev.pristine.benchmarks;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/**
 * A connection that stays open from test to test: what a pool would give, without the pool's cost.
 * For a transaction around each test, the test's own commits can be left out.
 */
final class KeptConnection implements AutoCloseable {

  private static final Set<String> ENDS = Set.of("commit", "rollback", "setAutoCommit");

  private final Connection connection;
  private final Connection lent;

  KeptConnection(Connection connection, boolean commits) {
    this.connection = connection;
    this.lent =
        (Connection)
            Proxy.newProxyInstance(
                KeptConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  String name = method.getName();
                  if (name.equals("close") || (!commits && ENDS.contains(name))) {
                    return null;
                  }
                  try {
                    return method.invoke(connection, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause() == null ? e : e.getCause();
                  }
                });
  }

  /** Returns the connection itself. */
  Connection connection() {
    return connection;
  }

  /** Returns the connection for a test, which does not close it. */
  Connection lend() {
    return lent;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
