package dev.pristine.postgresql;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Readies a migrated database for being copied. */
final class Settling {

  private static final String TABLES_WITH_ROWS =
      """
      SELECT format('%I.%I', n.nspname, c.relname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'm') AND c.relpersistence = 'p'
        AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_toast%'
        AND pg_relation_size(c.oid) > 0""";

  private static final String SEQUENCES =
      """
      SELECT format('SELECT setval(%s, last_value, is_called) FROM %I.%I', c.oid, n.nspname, c.relname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S'""";

  private static final String UNLOGGED =
      """
      SELECT EXISTS (SELECT FROM pg_class c WHERE c.relpersistence = 'u'
        AND (c.relkind = 'S' OR c.relkind = 'r' AND pg_relation_size(c.oid) > 0))""";

  /** Changes whenever templates are settled in another way, so that older ones are not used. */
  static final int VERSION = 3;

  private Settling() {}

  /**
   * Rolls back what was left prepared, and freezes and analyses the tables that have rows. The
   * empty ones are left alone: once they are known to be empty, the planner would check foreign
   * keys to them by reading the whole table in every copy.
   *
   * <p>Sets every sequence to where it stands: it forgets then that it has logged some values ahead
   * of time, so that the first value that a copy takes is seen in the server's log.
   */
  static void settle(Statement statement) throws SQLException {
    rollBackPrepared(statement);
    List<String> tables = Sessions.query(statement, TABLES_WITH_ROWS, row -> row.getString(1));
    if (!tables.isEmpty()) {
      statement.execute("VACUUM (FREEZE, ANALYZE) " + String.join(", ", tables));
    }
    for (String sequence : Sessions.query(statement, SEQUENCES, row -> row.getString(1))) {
      statement.execute(sequence);
    }
  }

  /** Tells whether there is anything that a recovery from a crash would empty. */
  static boolean hasUnlogged(Statement statement) throws SQLException {
    return Sessions.query(statement, UNLOGGED, row -> row.getBoolean(1)).get(0);
  }

  static void rollBackPrepared(Statement statement) throws SQLException {
    List<String> prepared =
        Sessions.query(
            statement,
            "SELECT gid FROM pg_prepared_xacts WHERE database = current_database()",
            row -> row.getString(1));
    for (String transaction : prepared) {
      statement.execute("ROLLBACK PREPARED " + Sql.literal(transaction));
    }
  }
}
