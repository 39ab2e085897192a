package dev.pristine.enginetests;

import dev.pristine.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a test does in several sessions by turns, one step after the other. A step that fails is
 * passed over, as when a transaction has failed.
 *
 * @param steps what is done
 */
public record Workload(List<Step> steps) {

  /** How many sessions there are; the last is opened by the URL, the others are pooled. */
  public static final int SESSIONS = 4;

  private static final String CONNECTION_ENDED = "08006";

  /** Copies the list. */
  public Workload {
    steps = List.copyOf(steps);
  }

  /**
   * One statement.
   *
   * @param session which session runs it
   * @param sql the statement, or whatever {@link Runner} understands
   */
  public record Step(int session, String sql) {

    @Override
    public String toString() {
      return session + ": " + (sql.length() > 200 ? sql.substring(0, 200) + "…" : sql);
    }
  }

  /** Runs steps in the engine's own way. */
  public interface Runner {

    /** Readies a new session: it must not wait for others' locks, because nobody else ends them. */
    void begin(Connection connection) throws SQLException;

    /** Runs one step; what it throws is passed over. */
    void run(Connection connection, String sql) throws SQLException;
  }

  /** Does all of it; the connections of even sessions are not given back. */
  public void playOn(TestDatabase database, Runner runner) throws SQLException {
    Map<Integer, Connection> sessions = new HashMap<>();
    try {
      for (Step step : steps) {
        Connection connection = sessions.get(step.session);
        if (connection == null) {
          connection = open(database, step.session);
          sessions.put(step.session, connection);
          runner.begin(connection);
        }
        play(connection, step.sql, runner);
      }
    } finally {
      for (Map.Entry<Integer, Connection> session : sessions.entrySet()) {
        if (session.getKey() % 2 == 1) {
          session.getValue().close();
        }
      }
    }
  }

  private static Connection open(TestDatabase database, int session) throws SQLException {
    return session < SESSIONS - 1
        ? database.dataSource().getConnection()
        : DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }

  private static void play(Connection connection, String sql, Runner runner) throws SQLException {
    try {
      runner.run(connection, sql);
    } catch (SQLException e) {
      if (CONNECTION_ENDED.equals(e.getSQLState())) {
        throw e;
      }
      // That it fails is part of the workload.
    }
  }

  @Override
  public String toString() {
    return steps.stream().map(step -> "\n  " + step).collect(Collectors.joining());
  }
}
