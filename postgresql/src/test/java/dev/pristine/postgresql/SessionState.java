package dev.pristine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What a session remembers that a test could have left in it. */
final class SessionState {

  private static final String STATE =
      """
      SELECT format('%s = %s', name, setting) FROM pg_settings
      WHERE source IN ('database', 'user', 'database user', 'client', 'interactive', 'test', 'session')
      UNION ALL SELECT format('user %s, authorized as %s', current_user, session_user)
      UNION ALL SELECT format('schemas %s', current_schemas(false))
      UNION ALL SELECT format('listens to %s', channel) FROM pg_listening_channels() channel
      UNION ALL SELECT format('cursor %s', name) FROM pg_cursors WHERE is_holdable
      UNION ALL SELECT format('prepared %s', name) FROM pg_prepared_statements WHERE from_sql
      UNION ALL SELECT format('advisory lock %s %s', classid, objid) FROM pg_locks
      WHERE locktype = 'advisory' AND pid = pg_backend_pid()
      UNION ALL SELECT format('temporary %s', relname) FROM pg_class WHERE relnamespace = pg_my_temp_schema()
      UNION ALL SELECT format('shop.tenant = %s', t) FROM current_setting('shop.tenant', true) t WHERE t <> ''
      ORDER BY 1""";

  private static final String NO_LAST_VALUE = "55000";

  private SessionState() {}

  /** Tells it of all the connections that a lease may have at once. */
  static List<List<String>> of(DataSource dataSource, int connections) throws SQLException {
    List<List<String>> states = new ArrayList<>();
    List<Connection> open = new ArrayList<>();
    try {
      for (int i = 0; i < connections; i++) {
        open.add(dataSource.getConnection());
      }
      for (Connection connection : open) {
        states.add(of(connection));
      }
    } finally {
      for (Connection connection : open) {
        connection.close();
      }
    }
    return states;
  }

  private static List<String> of(Connection connection) throws SQLException {
    List<String> state = new ArrayList<>();
    state.add("commits by itself " + connection.getAutoCommit());
    state.add("read only " + connection.isReadOnly());
    state.add("isolation " + connection.getTransactionIsolation());
    state.add("network time-out " + connection.getNetworkTimeout());
    try (Statement statement = connection.createStatement()) {
      state.addAll(Sessions.query(statement, STATE, row -> row.getString(1)));
      state.add("last value " + lastValue(statement));
    }
    return state;
  }

  private static String lastValue(Statement statement) throws SQLException {
    try {
      return Sessions.query(statement, "SELECT lastval()", row -> row.getString(1)).get(0);
    } catch (SQLException e) {
      if (NO_LAST_VALUE.equals(e.getSQLState())) {
        return "none";
      }
      throw e;
    }
  }
}
