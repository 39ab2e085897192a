package dev.pristine.postgresql;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends sessions and waits until they are gone. What would wait for them otherwise, {@code DROP} and
 * {@code ALTER DATABASE … RENAME}, looks only every 100 ms.
 */
final class SessionEnding {

  static final String OBJECT_IN_USE = "55006";

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long LOOK_AGAIN_NANOS = 500_000;

  private SessionEnding() {}

  /**
   * Ends them.
   *
   * @param which a condition on {@code pg_stat_activity}
   */
  static void end(Statement statement, String which) throws SQLException {
    // Not autovacuum: not every role may end it, and the server itself does where it is in the way.
    String clients = "backend_type = 'client backend' AND " + which;
    String looking = "SELECT count(*) FROM pg_stat_activity WHERE " + clients;
    long end = System.nanoTime() + PATIENCE.toNanos();
    long left =
        count(
            statement,
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE " + clients);
    while (left > 0) {
      if (System.nanoTime() > end) {
        throw new SQLException(
            "%d sessions (%s) do not end though they were told to".formatted(left, which),
            OBJECT_IN_USE);
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      left = count(statement, looking);
    }
  }

  private static long count(Statement statement, String sql) throws SQLException {
    return Sessions.query(statement, sql, row -> row.getLong(1)).get(0);
  }
}
