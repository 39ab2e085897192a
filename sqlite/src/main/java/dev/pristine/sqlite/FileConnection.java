package dev.pristine.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.sqlite.jdbc4.JDBC4Connection;

/** A connection of the driver's that can be ended while a statement runs on it. */
final class FileConnection extends JDBC4Connection {

  FileConnection(String url, String address, Properties properties) throws SQLException {
    super(url, address, properties);
  }

  /** Interrupts what runs, and closes: on return nothing is done by this connection any more. */
  @Override
  public void abort(Executor executor) throws SQLException {
    if (!isClosed()) {
      getDatabase().interrupt();
      close();
    }
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns the first column of a query's first row. */
  String text(String query) throws SQLException {
    try (Statement statement = createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    }
  }

  long number(String query) throws SQLException {
    return Long.parseLong(text(query));
  }
}
