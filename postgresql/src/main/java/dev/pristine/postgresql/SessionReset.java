package dev.pristine.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** Brings a session that tests used back to what it was when it was opened. */
final class SessionReset {

  /** What every test may have changed; then what few leave behind, which is asked for. */
  private static final String RESET =
      """
      RESET SESSION AUTHORIZATION; RESET ALL; DISCARD SEQUENCES;
      SELECT pg_advisory_unlock_all(), pg_my_temp_schema() <> 0
        OR EXISTS (SELECT FROM pg_cursors WHERE is_holdable) OR EXISTS (SELECT FROM pg_listening_channels())
        OR EXISTS (SELECT FROM pg_prepared_statements WHERE from_sql)""";

  private static final String CLEAR =
      "CLOSE ALL; UNLISTEN *; DISCARD TEMP; SELECT quote_ident(name) FROM pg_prepared_statements WHERE from_sql";

  private SessionReset() {}

  /**
   * Resets all that {@code DISCARD ALL} does, but for what the driver has prepared, and for plans.
   */
  static void reset(Connection session) throws SQLException {
    // Only where one is open: the server would log a warning each time.
    if (session.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE) {
      try (Statement statement = session.createStatement()) {
        statement.execute("ROLLBACK");
      }
    }
    try (PreparedStatement statement = session.prepareStatement(RESET)) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(1);
      statement.execute();
      if (last(statement, row -> row.getBoolean(2)).contains(true)) {
        clear(session);
      }
    }
  }

  private static void clear(Connection session) throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.execute(CLEAR);
      for (String name : last(statement, row -> row.getString(1))) {
        statement.execute("DEALLOCATE " + name);
      }
    }
  }

  /** Returns the rows of the last result, which is the only one that has some. */
  private static <T> List<T> last(Statement statement, Sessions.Row<T> row) throws SQLException {
    List<T> rows = new ArrayList<>();
    while (statement.getResultSet() != null || statement.getUpdateCount() != -1) {
      ResultSet results = statement.getResultSet();
      while (results != null && results.next()) {
        rows.add(row.of(results));
      }
      statement.getMoreResults();
    }
    return rows;
  }
}
