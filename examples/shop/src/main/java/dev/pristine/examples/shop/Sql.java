package dev.pristine.examples.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Single statements on the shop's database. */
record Sql(DataSource database) {

  /** Reads the row that a result stands at. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** The database refused something. */
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(SQLException cause) {
      super(cause.getMessage(), cause);
    }
  }

  void execute(String statement, Object... values) {
    try (Connection connection = database.getConnection();
        PreparedStatement prepared = prepare(connection, statement, values)) {
      prepared.executeUpdate();
    } catch (SQLException e) {
      throw new Failure(e);
    }
  }

  <T> List<T> list(Reader<T> reader, String query, Object... values) {
    try (Connection connection = database.getConnection();
        PreparedStatement prepared = prepare(connection, query, values);
        ResultSet rows = prepared.executeQuery()) {
      List<T> list = new ArrayList<>();
      while (rows.next()) {
        list.add(reader.read(rows));
      }
      return list;
    } catch (SQLException e) {
      throw new Failure(e);
    }
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}
