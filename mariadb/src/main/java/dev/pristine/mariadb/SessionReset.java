package dev.pristine.mariadb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Brings a session that tests used back to what it was when it was opened. The server has a command
 * for that, which forgets what the driver has set, too: that is set again.
 *
 * @param rewinding how the server is told
 * @param settings the statement that sets it; empty if the driver sets nothing
 */
record SessionReset(Rewinding rewinding, String settings) {

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

  /** Global, read only. */
  private static final Set<Integer> NOT_OF_A_SESSION = Set.of(1229, 1238);

  private static final int IN_TRANSACTION = 1;

  /**
   * Finds out what a new session has that the server's command forgets; the session is then used.
   */
  static SessionReset learn(Connection fresh, Rewinding rewinding) throws SQLException {
    try (Statement statement = fresh.createStatement()) {
      Map<String, String> before = variables(statement, rewinding);
      rewinding.reset(driversOwn(fresh));
      Map<String, String> after = variables(statement, rewinding);
      List<String> settings = new ArrayList<>();
      for (Map.Entry<String, String> variable : before.entrySet()) {
        String value = variable.getValue();
        String setting =
            "SESSION %s = %s"
                .formatted(
                    variable.getKey(),
                    NUMBER.matcher(value).matches() ? value : Sql.literal(value));
        if (!value.equals(after.get(variable.getKey())) && isSession(statement, setting)) {
          settings.add(setting);
        }
      }
      return new SessionReset(
          rewinding, settings.isEmpty() ? "" : "SET " + String.join(", ", settings));
    }
  }

  /** MySQL tells variables of the whole server too, which somebody may have changed meanwhile. */
  private static boolean isSession(Statement statement, String setting) throws SQLException {
    try {
      statement.execute("SET " + setting);
      return true;
    } catch (SQLException e) {
      if (!NOT_OF_A_SESSION.contains(e.getErrorCode())) {
        throw e;
      }
      return false;
    }
  }

  /**
   * Resets a session.
   *
   * @param place the schema that it is in
   */
  void reset(Connection session, String place) throws SQLException {
    org.mariadb.jdbc.Connection own = driversOwn(session);
    rewinding.reset(own);
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

  private static Map<String, String> variables(Statement statement, Rewinding rewinding)
      throws SQLException {
    Map<String, String> variables = new TreeMap<>();
    Sessions.query(
        statement,
        rewinding.variables(),
        row -> variables.put(row.getString(1), String.valueOf(row.getString(2))));
    variables.keySet().removeAll(PASSING);
    return variables;
  }
}
