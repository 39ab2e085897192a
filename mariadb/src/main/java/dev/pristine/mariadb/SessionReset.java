package dev.pristine.mariadb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Brings a session that tests used back to what it was when it was opened. The server has a command
 * for that, which forgets what the driver has set, too: that is set again.
 *
 * @param settings the statement that sets it; empty if the driver sets nothing
 */
record SessionReset(String settings) {

  /** The driver sends the server's command only if it is told so. */
  static final Map<String, String> DRIVER_OPTIONS = Map.of("useResetConnection", "true");

  /** Different each time. */
  private static final Set<String> PASSING =
      Set.of(
          "timestamp",
          "rand_seed1",
          "rand_seed2",
          "pseudo_thread_id",
          "last_insert_id",
          "identity",
          "insert_id");

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");

  private static final int IN_TRANSACTION = 1;

  /**
   * Finds out what a new session has that the server's command forgets; the session is then used.
   */
  static SessionReset learn(Connection fresh) throws SQLException {
    try (Statement statement = fresh.createStatement()) {
      Map<String, String> before = variables(statement);
      driversOwn(fresh).reset();
      Map<String, String> after = variables(statement);
      StringBuilder settings = new StringBuilder();
      before.forEach(
          (name, value) -> {
            if (!value.equals(after.get(name))) {
              settings.append(settings.isEmpty() ? "SET " : ", ");
              settings.append("SESSION ").append(name).append(" = ");
              settings.append(NUMBER.matcher(value).matches() ? value : Sql.literal(value));
            }
          });
      return new SessionReset(settings.toString());
    }
  }

  /**
   * Resets a session.
   *
   * @param place the schema that it is in
   */
  void reset(Connection session, String place) throws SQLException {
    org.mariadb.jdbc.Connection own = driversOwn(session);
    own.reset();
    own.setCatalog(place);
    // The driver believes what it was told last, unless it knows nothing.
    own.getContext().setTransactionIsolationLevel(null);
    if (!settings.isEmpty()) {
      try (Statement statement = own.createStatement()) {
        statement.execute(settings);
      }
    }
  }

  /** Tells whether a transaction is open in a session, without asking the server. */
  static boolean isInTransaction(Connection session) throws SQLException {
    return (driversOwn(session).getContext().getServerStatus() & IN_TRANSACTION) != 0;
  }

  /** Returns the server's number of a session. */
  static long id(Connection session) throws SQLException {
    return driversOwn(session).getThreadId();
  }

  private static org.mariadb.jdbc.Connection driversOwn(Connection session) throws SQLException {
    return session.unwrap(org.mariadb.jdbc.Connection.class);
  }

  private static Map<String, String> variables(Statement statement) throws SQLException {
    Map<String, String> variables = new TreeMap<>();
    Sessions.query(
        statement,
        "SELECT lower(variable_name), session_value FROM information_schema.system_variables WHERE variable_scope LIKE 'SESSION%' AND read_only = 'NO'",
        row -> variables.put(row.getString(1), String.valueOf(row.getString(2))));
    variables.keySet().removeAll(PASSING);
    return variables;
  }
}
