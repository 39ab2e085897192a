package dev.pristine.postgresql;

import dev.pristine.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What a test does in several sessions by turns, one step after the other. A step that fails is
 * passed over, as when a transaction has failed.
 *
 * @param steps what is done
 */
record Workload(List<Step> steps) {

  /** How many sessions there are; the last is opened by the URL, the others are pooled. */
  static final int SESSIONS = 4;

  private static final String COPY = "COPY ";

  /** Sessions wait for each other's locks, but nobody else ends the wait. */
  private static final String NO_WAITING = "SET lock_timeout = '20ms'";

  private static final String CONNECTION_ENDED = "08006";

  Workload {
    steps = List.copyOf(steps);
  }

  /**
   * One statement.
   *
   * @param session which session runs it
   * @param sql the statement; or {@code COPY} and a table, and the rows in lines of their own
   */
  record Step(int session, String sql) {

    @Override
    public String toString() {
      return session + ": " + (sql.length() > 200 ? sql.substring(0, 200) + "…" : sql);
    }
  }

  /** Makes one up; the same from the same seed. */
  static Workload random(long seed) {
    return new Workload(new RandomSteps(new Random(seed)).next());
  }

  /** Does all of it; the connections of even sessions are not given back. */
  void playOn(TestDatabase database) throws SQLException, IOException {
    Map<Integer, Connection> sessions = new HashMap<>();
    try {
      for (Step step : steps) {
        Connection connection = sessions.get(step.session);
        if (connection == null) {
          connection = open(database, step.session);
          sessions.put(step.session, connection);
          Actor.run(connection, NO_WAITING);
        }
        play(connection, step.sql);
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

  private static void play(Connection connection, String sql) throws SQLException, IOException {
    try {
      if (sql.startsWith(COPY)) {
        List<String> lines = new ArrayList<>(sql.lines().toList());
        String table = lines.remove(0).substring(COPY.length());
        Actor.copy(connection, table, lines.toArray(new String[0]));
      } else {
        Actor.run(connection, sql);
      }
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
