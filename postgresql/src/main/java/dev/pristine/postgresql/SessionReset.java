package dev.pristine.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** Brings a session that tests used back to what it was when it was opened. */
final class SessionReset {

  /**
   * All that {@code DISCARD ALL} does, but for what the driver has prepared. Advisory locks and
   * temporary tables go with the rest.
   */
  private static final String RESET =
      "RESET SESSION AUTHORIZATION; RESET ALL; CLOSE ALL; UNLISTEN *; SELECT pg_advisory_unlock_all();"
          + " DISCARD SEQUENCES; DISCARD TEMP; SELECT quote_ident(name) FROM pg_prepared_statements WHERE from_sql";

  private SessionReset() {}

  static void reset(Connection session) throws SQLException {
    try (Statement statement = session.createStatement()) {
      // Only where one is open: the server would log a warning each time.
      if (session.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE) {
        statement.execute("ROLLBACK");
      }
      statement.execute(RESET);
      List<String> prepared = List.of();
      while (statement.getResultSet() != null || statement.getUpdateCount() != -1) {
        if (statement.getResultSet() != null) {
          prepared = texts(statement);
        }
        statement.getMoreResults();
      }
      for (String name : prepared) {
        statement.execute("DEALLOCATE " + name);
      }
    }
  }

  private static List<String> texts(Statement statement) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet rows = statement.getResultSet()) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }
}
