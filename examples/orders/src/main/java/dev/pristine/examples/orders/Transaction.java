package dev.pristine.examples.orders;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Statements that take effect together or not at all. */
final class Transaction {

  private final Connection connection;

  private Transaction(Connection connection) {
    this.connection = connection;
  }

  /** What is to be done in one transaction. */
  interface Work<T> {
    T in(Transaction transaction) throws SQLException;
  }

  /** Reads the row that a result stands at. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * Does the work and commits it.
   *
   * @throws DatabaseFailure if the database refused something; nothing was done then
   */
  static <T> T on(DataSource database, Work<T> work) {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.in(new Transaction(connection));
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Inserts or changes rows, and returns how many. */
  int execute(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    }
  }

  /** Returns the first row; the statement must return one. */
  <T> T one(Reader<T> reader, String sql, Object... values) throws SQLException {
    return list(reader, sql, values).get(0);
  }

  /** Returns the first row, if there is one. */
  <T> Optional<T> find(Reader<T> reader, String sql, Object... values) throws SQLException {
    return list(reader, sql, values).stream().findFirst();
  }

  /** Returns all rows. */
  <T> List<T> list(Reader<T> reader, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet rows = statement.executeQuery()) {
      List<T> list = new ArrayList<>();
      while (rows.next()) {
        list.add(reader.read(rows));
      }
      return list;
    }
  }

  private PreparedStatement prepare(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}
