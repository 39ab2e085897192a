package dev.pristine.mariadb;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the server tells of a schema at one moment, besides its log.
 *
 * @param sessions the sessions in it, but for the one that asks
 * @param writes how many rows were ever written to each table by statements, rolled back or not,
 *     logged or not; not by cascades, and not by {@code TRUNCATE}
 * @param rollbacks how often anything was rolled back in the whole server; {@link #UNCOUNTED} if it
 *     does not count that
 * @param counters which number each table of InnoDB gives next, by the name of its file; 0 if
 *     nobody has asked since the table was loaded. Empty if nothing was rolled back, so that none
 *     but those of tables that were written to can have moved
 */
record Glance(
    Set<Long> sessions,
    Map<String, Long> writes,
    long rollbacks,
    Optional<Map<String, Long>> counters) {

  /** Stands for a number of rollbacks that nobody knows: everything is asked for. */
  static final long UNCOUNTED = -1;

  /** Unlike the view of the same name it makes no temporary table. */
  private static final String SESSIONS = "SHOW PROCESSLIST; ";

  /**
   * Looks.
   *
   * @param rollbacks how many there were when the counters were known last; {@link #UNCOUNTED} to
   *     be told the counters in any case
   */
  static Glance of(Statement statement, String place, long rollbacks) throws SQLException {
    statement.execute(SESSIONS + askingForWrites(place) + askingForCounters(place, rollbacks));
    Set<Long> sessions = nextSessions(statement, place);
    Map<String, Long> writes = nextWrites(statement);
    long now = Sessions.nextRows(statement, row -> row.getLong(1)).get(0);
    boolean told = now == UNCOUNTED || now != rollbacks;
    return new Glance(
        sessions, writes, now, told ? Optional.of(nextCounters(statement)) : Optional.empty());
  }

  /**
   * The counters of all tables of the server are read to find those of one schema, which takes
   * longer than everything else. What uses up numbers and leaves no rows, which are counted, is
   * rolled back: the transaction, or what a row was about to change.
   */
  private static String askingForCounters(String place, long rollbacks) {
    return """
        BEGIN NOT ATOMIC
          DECLARE rollbacks bigint DEFAULT (
            SELECT IF(count(*) = 2, sum(count), %1$d) FROM information_schema.innodb_metrics
            WHERE enabled AND name IN ('trx_rollbacks', 'trx_rollbacks_savepoint'));
          SELECT rollbacks;
          IF rollbacks = %1$d OR rollbacks <> %2$d THEN
            SELECT substring_index(name, '/', -1), autoinc FROM information_schema.innodb_sys_tablestats WHERE name LIKE %3$s;
          END IF;
        END"""
        .formatted(UNCOUNTED, rollbacks, Sql.literal(place.replace("_", "\\_") + "/%"));
  }

  private static Set<Long> nextSessions(Statement statement, String place) throws SQLException {
    Set<Long> sessions = new HashSet<>();
    Sessions.nextRows(
        statement, row -> place.equals(row.getString("db")) && sessions.add(row.getLong("Id")));
    sessions.remove(SessionReset.id(statement.getConnection()));
    return sessions;
  }

  private static Map<String, Long> nextCounters(Statement statement) throws SQLException {
    Map<String, Long> counters = new HashMap<>();
    List<Map.Entry<String, Long>> rows =
        Sessions.nextRows(statement, row -> Map.entry(row.getString(1), row.getLong(2)));
    for (Map.Entry<String, Long> row : rows) {
      // A partition's file is named after its table.
      String file = row.getKey().split("#", 2)[0];
      counters.merge(file, row.getValue(), Math::max);
    }
    return counters;
  }

  /** Returns what asks for the writes alone. */
  static String askingForWrites(String place) {
    return "SELECT table_name, rows_changed FROM information_schema.table_statistics WHERE table_schema = %s; "
        .formatted(Sql.literal(place));
  }

  /** Reads the writes as the next result. */
  static Map<String, Long> nextWrites(Statement statement) throws SQLException {
    Map<String, Long> writes = new HashMap<>();
    List<Map.Entry<String, Long>> rows =
        Sessions.nextRows(statement, row -> Map.entry(row.getString(1), row.getLong(2)));
    rows.forEach(row -> writes.put(row.getKey(), row.getValue()));
    return writes;
  }
}
