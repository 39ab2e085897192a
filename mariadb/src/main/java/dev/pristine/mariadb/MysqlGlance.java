package dev.pristine.mariadb;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How MySQL is glanced at. Nobody counts there what is written to each table in a way that is worth
 * asking each time.
 */
final class MysqlGlance {

  private static final String ROLLBACKS =
      """
      SELECT IF(count(*) = 2, sum(count), %d) FROM information_schema.innodb_metrics
      WHERE status = 'enabled' AND name IN ('trx_rollbacks', 'trx_rollbacks_savepoint')"""
          .formatted(Glance.UNCOUNTED);

  /** What InnoDB has forgotten of a table it tells wrongly until the table is opened again. */
  private static final String FORGETS =
      "SELECT variable_value >= @@table_definition_cache FROM performance_schema.global_status WHERE variable_name = 'Open_table_definitions'";

  private MysqlGlance() {}

  /**
   * Looks.
   *
   * @param rollbacks how many there were when the counters were known last; {@link
   *     Glance#UNCOUNTED} to be told the counters in any case, {@link Glance#UNWANTED} in none
   */
  static Glance of(Statement statement, String place, long rollbacks) throws SQLException {
    statement.execute(Glance.SESSIONS + ROLLBACKS);
    Set<Long> sessions = Glance.nextSessions(statement, place);
    long now = Sessions.nextRows(statement, row -> row.getLong(1)).get(0);
    boolean told = rollbacks != Glance.UNWANTED && (now == Glance.UNCOUNTED || now != rollbacks);
    return new Glance(
        sessions,
        Map.of(),
        now,
        told ? Optional.of(counters(statement, place)) : Optional.empty(),
        Map.of());
  }

  /** Tells whether the server counts them. */
  static boolean areRollbacksCounted(Statement statement) throws SQLException {
    return Sessions.query(statement, ROLLBACKS, row -> row.getLong(1)).get(0) != Glance.UNCOUNTED;
  }

  private static Map<String, Long> counters(Statement statement, String place) throws SQLException {
    return asked(statement, place, counter(place) + " AND table_type = 'BASE TABLE'");
  }

  /** Returns which number each of some tables gives next. */
  static Map<String, Long> counters(Statement statement, String place, Collection<String> tables)
      throws SQLException {
    return tables.isEmpty()
        ? Map.of()
        : asked(
            statement,
            place,
            tables.stream()
                .map(table -> counter(place) + " AND table_name = " + Sql.literal(table))
                .collect(Collectors.joining(" UNION ALL ")));
  }

  /** A table that has given no number yet tells none. */
  private static String counter(String place) {
    return "SELECT table_name, coalesce(auto_increment, 1) FROM information_schema.tables WHERE table_schema = "
        + Sql.literal(place);
  }

  private static Map<String, Long> asked(Statement statement, String place, String question)
      throws SQLException {
    statement.execute(question + "; " + FORGETS);
    Map<String, Long> counters = Glance.nextNumbers(statement);
    boolean forgets = Sessions.nextRows(statement, row -> row.getBoolean(1)).get(0);
    if (!forgets || counters.isEmpty()) {
      return counters;
    }
    statement.execute(
        counters.keySet().stream()
                .map(table -> "(SELECT 1 FROM %s LIMIT 0)".formatted(Sql.identifier(place, table)))
                .collect(Collectors.joining(" UNION ALL "))
            + "; "
            + question);
    Sessions.nextRows(statement, row -> row.getLong(1));
    return Glance.nextNumbers(statement);
  }
}
