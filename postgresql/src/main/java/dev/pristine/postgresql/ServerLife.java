package dev.pristine.postgresql;

import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a server's life is known by, from one recovery after a crash to the next: they empty
 * unlogged tables, and may lose what was committed last. Restarts in order belong to the same life.
 *
 * <p>A recovery resets all of the server's statistics at once, and a stop in order keeps them.
 * People who reset some of them do not end a life, because the oldest reset is what counts.
 */
final class ServerLife {

  /** An expression of it. */
  static final String NOW =
      """
      coalesce(extract(epoch FROM least(
        (SELECT stats_reset FROM pg_stat_archiver), (SELECT stats_reset FROM pg_stat_bgwriter),
        (SELECT stats_reset FROM pg_stat_wal)))::text, '')""";

  private ServerLife() {}

  static String of(Statement statement) throws SQLException {
    return Sessions.query(statement, "SELECT " + NOW, row -> row.getString(1)).get(0);
  }
}
