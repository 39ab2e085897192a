package dev.pristine.postgresql;

import dev.pristine.postgresql.Ledger.Session;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A session in which the server's write-ahead log is read, part by part. Not thread-safe.
 *
 * <p>Positions are those just behind a message of our own in the log. They are the beginning of a
 * record, which the position up to which the log was flushed need not be.
 */
final class LogSession implements AutoCloseable {

  private static final String OPTIONS =
      "-c synchronous_commit=on -c plan_cache_mode=force_generic_plan -c jit=off";

  private static final String MESSAGE =
      "PREPARE pristine_message AS SELECT pg_snapshot_xmax(pg_current_snapshot()),"
          + " set_config('pristine.position', pg_logical_emit_message(true, 'pristine', '')::text, false)";

  private static final String EMIT = "BEGIN; EXECUTE pristine_message; COMMIT";

  private static final String POSITION =
      "PREPARE pristine_position (pg_lsn) AS SELECT current_setting('pristine.position'),"
          + " pg_wal_lsn_diff(current_setting('pristine.position')::pg_lsn, $1)::bigint, ";

  /** {@code ALTER SYSTEM} leaves no trace in the log, but in a file that not everybody may see. */
  private static final String CONFIGURATION =
      "(SELECT size || ' ' || modification FROM pg_stat_file('postgresql.auto.conf'))";

  /** Asks the functions behind the views of these names, which look names up besides. */
  private static final String SESSIONS =
      """
      PREPARE pristine_sessions (oid[]) AS
      SELECT datid::bigint, pid, xact_start IS NOT NULL, NULL, NULL FROM pg_stat_get_activity(NULL)
      WHERE datid = ANY ($1) AND backend_type = 'client backend'
      UNION ALL SELECT dbid::bigint, 0, true, gid, NULL FROM pg_prepared_xact() WHERE dbid = ANY ($1)
      UNION ALL SELECT datoid::bigint, 0, true, NULL, slot_name::text FROM pg_get_replication_slots() WHERE datoid = ANY ($1)""";

  private final Connection connection;
  private final LogHold hold;

  private String position;

  private LogSession(Connection connection, LogHold hold, String position) {
    this.connection = connection;
    this.hold = hold;
    this.position = position;
  }

  /**
   * A part of the log.
   *
   * @param horizon the number, 64 bits, of the first transaction that began after its end
   * @param rows what was written; empty if the part was too long
   * @param length how long it is, in bytes
   * @param configuration changes with the server's configuration
   * @param inmates what was in the databases that were looked at, afterwards
   */
  record Part(
      long horizon, List<Row> rows, long length, String configuration, List<Inmate> inmates) {}

  /** What was written to one file. Database 0 is what all share. */
  record Row(long database, long file, Written written) {}

  /** Something in a database: a session, unless a prepared transaction or a slot is named. */
  record Inmate(long database, Session session, Optional<String> prepared, Optional<String> slot) {}

  private record Reached(String position, long length, String configuration) {}

  /** Opens a session that reads what is written from now on. */
  static LogSession open(Sessions sessions, LogDialect dialect, String schema) throws SQLException {
    Connection connection = sessions.openSimple(Sessions.MAINTENANCE, OPTIONS);
    try (Statement statement = connection.createStatement()) {
      statement.execute(SeatReservations.COUNT_THIS_SESSION);
      boolean seesFiles =
          Sessions.query(
                  statement,
                  "SELECT has_function_privilege('pg_stat_file(text)', 'EXECUTE')",
                  row -> row.getBoolean(1))
              .get(0);
      statement.execute(
          MESSAGE + "; " + POSITION + (seesFiles ? CONFIGURATION : "''") + "; " + SESSIONS);
      statement.execute(
          "PREPARE pristine_log (pg_lsn, oid[], bigint) AS "
              + dialect.query(
                  schema,
                  "$1",
                  "current_setting('pristine.position')::pg_lsn",
                  "$2",
                  "pg_wal_lsn_diff(current_setting('pristine.position')::pg_lsn, $1) <= $3"));
      LogHold hold = LogHold.on(statement);
      statement.execute(EMIT);
      String position =
          Sessions.query(
                  statement, "SELECT current_setting('pristine.position')", row -> row.getString(1))
              .get(0);
      hold.letGoUpTo(statement, position);
      return new LogSession(connection, hold, position);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Tells whether the server keeps its log for us until it was read. */
  boolean holdsLog() {
    return hold.holds();
  }

  /** Tells whether so much of the log is held that it must be read, or given up. */
  boolean holdsTooMuch() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return hold.isTooMuch(statement, position);
    }
  }

  /**
   * Reads up to now.
   *
   * @param followed the databases of which to read
   * @param most how many bytes at most; of a longer part nothing is read
   * @param looked the databases in which to look who is there
   */
  Part read(Collection<Long> followed, long most, Collection<Long> looked) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // One round trip. The message comes first: its commit flushes all that was written before,
      // and only what was flushed can be read. The sessions come last: a transaction that they do
      // not show any more had written all it wrote before the message, or will be read next time.
      statement.execute(
          "%s; EXECUTE pristine_log ('%s', '%s', %d); EXECUTE pristine_position ('%s'); EXECUTE pristine_sessions ('%s')"
              .formatted(EMIT, position, array(followed), most, position, array(looked)));
      long horizon = nextRows(statement, row -> row.getLong(1)).get(0);
      List<Row> rows =
          nextRows(
              statement,
              row ->
                  new Row(
                      row.getLong(1),
                      row.getLong(2),
                      new Written(row.getLong(3), row.getLong(4), row.getLong(5))));
      Reached reached =
          nextRows(
                  statement, row -> new Reached(row.getString(1), row.getLong(2), row.getString(3)))
              .get(0);
      List<Inmate> inmates =
          nextRows(
              statement,
              row ->
                  new Inmate(
                      row.getLong(1),
                      new Session(row.getInt(2), row.getBoolean(3)),
                      Optional.ofNullable(row.getString(4)),
                      Optional.ofNullable(row.getString(5))));
      position = reached.position;
      hold.advance(statement, position, reached.length);
      return new Part(horizon, rows, reached.length, reached.configuration, inmates);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** Reads the next result that has rows. */
  private static <T> List<T> nextRows(Statement statement, Sessions.Row<T> row)
      throws SQLException {
    while (statement.getResultSet() == null) {
      if (!statement.getMoreResults() && statement.getUpdateCount() == -1) {
        throw new SQLException("The server answered with fewer results than were asked for");
      }
    }
    List<T> rows = new ArrayList<>();
    try (ResultSet results = statement.getResultSet()) {
      while (results.next()) {
        rows.add(row.of(results));
      }
    }
    statement.getMoreResults();
    return rows;
  }

  private static String array(Collection<Long> databases) {
    return databases.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }
}
