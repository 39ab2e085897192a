package dev.pristine.mariadb;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the server tells of a schema at one moment, besides its log.
 *
 * @param sessions the sessions in it, but for the one that asks
 * @param writes how many rows were ever written to each table by statements, rolled back or not,
 *     logged or not; not by cascades, and not by {@code TRUNCATE}; empty where nobody counts them
 * @param rollbacks how often anything was rolled back in the whole server; {@link #UNCOUNTED} if it
 *     does not count that
 * @param counters which number each table of InnoDB gives next, by the name of its file, or of the
 *     table: {@link Rewinding#tables}; 0 if nobody has asked since the table was loaded. Empty if
 *     nothing was rolled back, so that none but those of tables that were written to, or are
 *     elusive, can have moved
 * @param elusive which number each of the tables that were asked for by name gives next
 */
record Glance(
    Set<Long> sessions,
    Map<String, Long> writes,
    long rollbacks,
    Optional<Map<String, Long>> counters,
    Map<String, Long> elusive) {

  /** Stands for a number of rollbacks that nobody knows: everything is asked for. */
  static final long UNCOUNTED = -1;

  /** Stands for one that nobody wants to know: no counter is asked for. */
  static final long UNWANTED = -2;

  private static final String ROLLBACKS =
      """
      SELECT IF(count(*) = 2, sum(count), %d) FROM information_schema.innodb_metrics
      WHERE enabled AND name IN ('trx_rollbacks', 'trx_rollbacks_savepoint')"""
          .formatted(UNCOUNTED);

  /** Unlike the view of the same name it makes no temporary table. */
  static final String SESSIONS = "SHOW PROCESSLIST; ";

  /**
   * Looks.
   *
   * @param rollbacks how many there were when the counters were known last; {@link #UNCOUNTED} to
   *     be told the counters in any case
   * @param elusive the names of the tables whose counters are asked for in any case
   */
  static Glance of(Statement statement, String place, long rollbacks, Collection<String> elusive)
      throws SQLException {
    statement.execute(
        SESSIONS
            + askingForWrites(place)
            + askingForElusive(place, elusive)
            + askingForCounters(place, rollbacks));
    Set<Long> sessions = nextSessions(statement, place);
    Map<String, Long> writes = nextNumbers(statement);
    Map<String, Long> asked = elusive.isEmpty() ? Map.of() : nextNumbers(statement);
    long now = Sessions.nextRows(statement, row -> row.getLong(1)).get(0);
    boolean told = now == UNCOUNTED || now != rollbacks;
    return new Glance(
        sessions,
        writes,
        now,
        told ? Optional.of(nextNumbers(statement)) : Optional.empty(),
        asked);
  }

  /**
   * The counters of all tables of the server are read to find those of one schema, which takes
   * longer than everything else. What uses up numbers and leaves no rows, which are counted, is
   * rolled back: the transaction, or what a row was about to change. That is not so for elusive
   * tables.
   */
  private static String askingForCounters(String place, long rollbacks) {
    return """
        BEGIN NOT ATOMIC
          DECLARE rollbacks bigint DEFAULT (%4$s);
          SELECT rollbacks;
          IF rollbacks = %1$d OR rollbacks <> %2$d THEN
            SELECT substring_index(name, '/', -1), autoinc FROM information_schema.innodb_sys_tablestats WHERE name LIKE %3$s;
          END IF;
        END"""
        .formatted(UNCOUNTED, rollbacks, Sql.literal(place.replace("_", "\\_") + "/%"), ROLLBACKS);
  }

  /** Tells whether the server counts them. */
  static boolean areRollbacksCounted(Statement statement) throws SQLException {
    return Sessions.query(statement, ROLLBACKS, row -> row.getLong(1)).get(0) != UNCOUNTED;
  }

  /** Reads who is in a schema as the next result. */
  static Set<Long> nextSessions(Statement statement, String place) throws SQLException {
    Set<Long> sessions = new HashSet<>();
    Sessions.nextRows(
        statement, row -> place.equals(row.getString("db")) && sessions.add(row.getLong("Id")));
    sessions.remove(SessionReset.id(statement.getConnection()));
    return sessions;
  }

  private static String askingForElusive(String place, Collection<String> tables) {
    return tables.isEmpty()
        ? ""
        : "SELECT table_name, auto_increment FROM information_schema.tables WHERE table_schema = %s AND table_name IN (%s); "
            .formatted(
                Sql.literal(place),
                tables.stream().map(Sql::literal).collect(Collectors.joining(", ")));
  }

  /** Returns what asks for the writes alone. */
  static String askingForWrites(String place) {
    return "SELECT table_name, rows_changed FROM information_schema.table_statistics WHERE table_schema = %s; "
        .formatted(Sql.literal(place));
  }

  /** Reads names with a number each as the next result. */
  static Map<String, Long> nextNumbers(Statement statement) throws SQLException {
    Map<String, Long> numbers = new HashMap<>();
    Sessions.nextRows(statement, row -> Map.entry(row.getString(1), row.getLong(2)))
        .forEach(row -> numbers.put(row.getKey(), row.getValue()));
    return numbers;
  }
}
