package dev.pristine.leases;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The prepared statements of a connection, which end with it. There are few different ones, and
 * what is done with a lease takes less time than to prepare them. Used by one thread at a time.
 */
final class Statements {

  private final Connection connection;
  private final Map<String, PreparedStatement> idle = new HashMap<>();

  Statements(Connection connection) {
    this.connection = connection;
  }

  /** Does something with a statement. */
  interface Use<T> {
    T with(PreparedStatement statement) throws SQLException;
  }

  /** Lends a statement; what is in use meanwhile by somebody else is another one. */
  <T> T use(String sql, Use<T> use) throws SQLException {
    PreparedStatement statement = take(sql);
    boolean done = false;
    try {
      T result = use.with(statement);
      done = true;
      return result;
    } finally {
      if (done) {
        give(sql, statement);
      } else {
        statement.close();
      }
    }
  }

  PreparedStatement take(String sql) throws SQLException {
    PreparedStatement known = idle.remove(sql);
    return known == null ? connection.prepareStatement(sql) : known;
  }

  void give(String sql, PreparedStatement statement) throws SQLException {
    if (idle.putIfAbsent(sql, statement) != null) {
      statement.close();
    }
  }

  boolean execute(String sql) throws SQLException {
    return use(sql, PreparedStatement::execute);
  }

  Connection connection() {
    return connection;
  }
}
