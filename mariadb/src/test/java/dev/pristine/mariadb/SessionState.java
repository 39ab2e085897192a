package dev.pristine.mariadb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a session remembers that a test could have left in it. */
final class SessionState {

  private static final String VARIABLES =
      """
      SELECT variable_name, session_value FROM information_schema.system_variables
      WHERE variable_scope LIKE 'SESSION%'
        AND variable_name NOT IN ('TIMESTAMP', 'RAND_SEED1', 'RAND_SEED2', 'PSEUDO_THREAD_ID', 'LAST_GTID')
      ORDER BY 1""";

  /**
   * There are variables of the whole server among them, and what differs from session to session.
   */
  private static final String VARIABLES_OF_MYSQL =
      """
      SELECT variable_name, variable_value FROM performance_schema.session_variables
      WHERE variable_name NOT IN ('timestamp', 'rand_seed1', 'rand_seed2', 'pseudo_thread_id', 'statement_id') ORDER BY 1""";

  private SessionState() {}

  static List<String> of(Connection connection, String place) throws SQLException {
    List<String> state = new ArrayList<>();
    state.add("commits by itself " + connection.getAutoCommit());
    state.add("read only " + connection.isReadOnly());
    state.add("isolation " + connection.getTransactionIsolation());
    state.add("network time-out " + connection.getNetworkTimeout());
    state.add("in its own schema " + place.equals(connection.getCatalog()));
    try (Statement statement = connection.createStatement()) {
      state.addAll(
          TestServer.rows(statement, MysqlPrograms.areUsed() ? VARIABLES_OF_MYSQL : VARIABLES));
      for (String expression :
          List.of(
              "last_insert_id()",
              "@tenant",
              "current_role()",
              "is_used_lock('left') <=> connection_id()",
              "database() <=> '" + place + "'")) {
        state.add(
            expression.replace(place, "") + TestServer.rows(statement, "SELECT " + expression));
      }
      // A temporary table would hide it.
      state.add("ponies " + isThere(statement, "SELECT born FROM ponies LIMIT 0"));
      state.add("scratch " + isThere(statement, "SELECT * FROM scratch LIMIT 0"));
      state.add("prepared " + isThere(statement, "EXECUTE fast"));
      state.add("handler " + isThere(statement, "HANDLER ponies CLOSE"));
    }
    return state;
  }

  private static boolean isThere(Statement statement, String sql) {
    try {
      statement.execute(sql);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }
}
