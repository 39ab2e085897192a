package dev.pristine.mariadb;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Ends the sessions in a schema and waits until they are gone. */
final class SessionEnding {

  private static final int NO_SUCH_THREAD = 1094;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long LOOK_AGAIN_NANOS = 500_000;

  private SessionEnding() {}

  static void end(Statement statement, String place) throws SQLException {
    end(statement, place, Set.of());
  }

  /**
   * Ends them but for some.
   *
   * @param staying those that stay, by the server's numbers
   */
  static void end(Statement statement, String place, Set<Long> staying) throws SQLException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<Long> found = find(statement, place, staying);
    for (long id : found) {
      kill(statement, id);
    }
    while (!found.isEmpty()) {
      if (System.nanoTime() > end) {
        throw new SQLException(
            "%d sessions in [%s] do not end though they were told to"
                .formatted(found.size(), place),
            "55006");
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      found = find(statement, place, staying);
    }
  }

  private static List<Long> find(Statement statement, String place, Set<Long> staying)
      throws SQLException {
    List<Long> found =
        Sessions.query(
            statement,
            "SELECT id FROM information_schema.processlist WHERE db = %s AND id <> connection_id()"
                .formatted(Sql.literal(place)),
            row -> row.getLong(1));
    found.removeAll(staying);
    return found;
  }

  private static void kill(Statement statement, long id) throws SQLException {
    try {
      statement.execute("KILL CONNECTION " + id);
    } catch (SQLException e) {
      if (e.getErrorCode() != NO_SUCH_THREAD) {
        throw e;
      }
    }
  }
}
