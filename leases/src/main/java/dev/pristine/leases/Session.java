package dev.pristine.leases;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One use of the store. Used by one thread. */
final class Session {

  private final Statements statements;
  private final long now;
  private final List<Later> later = new ArrayList<>();

  /**
   * Begins one.
   *
   * @param now the store's time, in milliseconds of the epoch: the server's, where there is one
   */
  Session(Statements statements, long now) {
    this.statements = statements;
    this.now = now;
  }

  /** Makes something of a row. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** A change whose outcome nobody asks for. */
  record Later(String sql, List<@Nullable Object> values) {}

  long now() {
    return now;
  }

  Statements statements() {
    return statements;
  }

  int update(String sql, @Nullable Object... values) throws SQLException {
    return statements.use(
        sql,
        statement -> {
          bind(statement, 1, values);
          return statement.executeUpdate();
        });
  }

  /** Changes something at the end of the transaction: nothing that it still looks at. */
  void later(String sql, @Nullable Object... values) {
    later.add(new Later(sql, Arrays.asList(values)));
  }

  List<Later> later() {
    return later;
  }

  <T> List<T> query(Row<T> row, String sql, @Nullable Object... values) throws SQLException {
    return statements.use(
        sql,
        statement -> {
          bind(statement, 1, values);
          List<T> found = new ArrayList<>();
          try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              found.add(row.read(rows));
            }
          }
          return found;
        });
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

  /** Binds values from an index on; returns the index after them. */
  static int bind(PreparedStatement statement, int first, @Nullable Object... values)
      throws SQLException {
    int index = first;
    for (Object value : values) {
      statement.setObject(index++, value);
    }
    return index;
  }
}
