package dev.pristine.leases;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One use of the store.
 *
 * @param now the store's time, in milliseconds of the epoch: the server's, where there is one
 */
record Session(Connection connection, long now) {

  /** Makes something of a row. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  int update(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  <T> List<T> query(Row<T> row, String sql, @Nullable Object... values) throws SQLException {
    List<T> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(row.read(rows));
        }
      }
    }
    return found;
  }

  /**
   * Runs a query, or a statement with RETURNING, whose first column of its first row is a number.
   */
  long number(String sql, @Nullable Object... values) throws SQLException {
    List<Long> numbers = query(row -> row.getLong(1), sql, values);
    if (numbers.isEmpty()) {
      throw new SQLException("Nothing was returned by " + sql);
    }
    return numbers.get(0);
  }

  static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}
