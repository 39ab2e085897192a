package dev.pristine.postgresql;

import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a server that removes its log early from removing what was not read yet: by a temporary
 * replication slot of the session that reads, which ends with the session. Where the role may not
 * have one, or the server has none to give, nothing is held, and what was removed is a gap. Belongs
 * to whoever reads.
 */
final class LogHold {

  private static final Logger log = LoggerFactory.getLogger(LogHold.class);

  /** More than this is not kept from being removed for long: the disk is not ours. */
  private static final long MOST = 64L << 20;

  /** The slot is moved no more often, because each rewind would pay for it. */
  private static final long STEP = 1L << 20;

  /**
   * Takes a slot, unless the server keeps enough of its log by itself. Where it ends sessions whose
   * slots hold more than a limit, we stay well below.
   */
  private static final String TAKE =
      """
      SELECT (pg_create_physical_replication_slot('pristine_' || pg_backend_pid(), true, true)).slot_name,
        CASE WHEN l.allowed < 0 THEN %1$d ELSE least(%1$d, l.allowed / 2) END
      FROM (SELECT pg_size_bytes(current_setting('max_slot_wal_keep_size')) AS allowed) l
      WHERE pg_size_bytes(current_setting('wal_keep_size')) < 4 * %1$d
        AND l.allowed <> 0
        AND current_setting('max_replication_slots')::int > 0
        AND current_setting('wal_level') <> 'minimal'
        AND (SELECT rolsuper OR rolreplication FROM pg_roles WHERE rolname = current_user)"""
          .formatted(MOST);

  private final String slot;
  private final long most;
  private long behind;

  private LogHold(String slot, long most) {
    this.slot = slot;
    this.most = most;
  }

  /** Holds all that is written from now on, if that is needed and possible. */
  static LogHold on(Statement statement) {
    try {
      return Sessions.query(statement, TAKE, row -> new LogHold(row.getString(1), row.getLong(2)))
          .stream()
          .findFirst()
          .orElse(new LogHold("", 0));
    } catch (SQLException e) {
      // All slots may be in use.
      log.debug("The server's log is not held", e);
      return new LogHold("", 0);
    }
  }

  boolean holds() {
    return !slot.isEmpty();
  }

  /** Tells whether so much was written since a position that it must be read, or given up. */
  boolean isTooMuch(Statement statement, String position) throws SQLException {
    return holds()
        && Sessions.query(
                statement,
                "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '%s') > %d"
                    .formatted(position, most),
                row -> row.getBoolean(1))
            .get(0);
  }

  /**
   * Lets go what was read.
   *
   * @param position up to where
   * @param length how much that is since the last time
   */
  void advance(Statement statement, String position, long length) throws SQLException {
    behind += length;
    if (behind >= STEP) {
      letGoUpTo(statement, position);
    }
  }

  /** A new slot begins at the last checkpoint, which may be long ago. */
  void letGoUpTo(Statement statement, String position) throws SQLException {
    if (holds()) {
      statement.execute(
          "SELECT pg_replication_slot_advance(%s, '%s')".formatted(Sql.literal(slot), position));
      behind = 0;
    }
  }
}
