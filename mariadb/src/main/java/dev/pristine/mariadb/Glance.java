package dev.pristine.mariadb;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the server tells of a schema at one moment, besides its log.
 *
 * @param sessions the sessions in it, but for the one that asks
 * @param writes how many rows were ever written to each table by statements, rolled back or not,
 *     logged or not; not by cascades, and not by {@code TRUNCATE}
 * @param counters which number each table of InnoDB gives next, by the name of its file; 0 if
 *     nobody has asked since the table was loaded
 */
record Glance(Set<Long> sessions, Map<String, Long> writes, Map<String, Long> counters) {

  private static final String SESSIONS =
      "SELECT id FROM information_schema.processlist WHERE db = %s AND id <> connection_id(); ";

  private static final String WRITES =
      "SELECT table_name, rows_changed FROM information_schema.table_statistics WHERE table_schema = %s";

  private static final String COUNTERS =
      "; SELECT substring_index(name, '/', -1), autoinc FROM information_schema.innodb_sys_tablestats WHERE name LIKE %s";

  static Glance of(Statement statement, String place) throws SQLException {
    String schema = Sql.literal(place);
    String files = Sql.literal(place.replace("_", "\\_") + "/%");
    statement.execute((SESSIONS + WRITES + COUNTERS).formatted(schema, schema, files));
    Set<Long> sessions = new HashSet<>(Sessions.nextRows(statement, row -> row.getLong(1)));
    Map<String, Long> writes = nextWrites(statement);
    Map<String, Long> counters = new HashMap<>();
    List<Map.Entry<String, Long>> rows =
        Sessions.nextRows(statement, row -> Map.entry(row.getString(1), row.getLong(2)));
    for (Map.Entry<String, Long> row : rows) {
      // A partition's file is named after its table.
      String file = row.getKey().split("#", 2)[0];
      counters.merge(file, row.getValue(), Math::max);
    }
    return new Glance(sessions, writes, counters);
  }

  /** Returns what asks for the writes alone. */
  static String askingForWrites(String place) {
    return WRITES.formatted(Sql.literal(place));
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
