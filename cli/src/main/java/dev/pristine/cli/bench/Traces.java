package dev.pristine.cli.bench;

import dev.pristine.cli.bench.Figures.Trace;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * By what one sees, from within, whether a database was used before: how many rows its tables have,
 * and which numbers the next rows get.
 *
 * @param rows how many rows there are, by table
 * @param keys what the next row's automatic columns hold, by table
 */
record Traces(Map<String, Long> rows, Map<String, List<String>> keys) {

  /** Looks for them; nothing stays, but for what cannot be rolled back. */
  static Traces of(Connection connection, List<SchemaTable> tables, Workload workload)
      throws SQLException {
    Map<String, Long> rows = new LinkedHashMap<>();
    Map<String, List<String>> keys = new LinkedHashMap<>();
    connection.setAutoCommit(false);
    try {
      try (Statement statement = connection.createStatement()) {
        for (SchemaTable table : tables) {
          rows.put(table.id().toString(), count(statement, table));
        }
      }
      // Far from those of the tests, whose rows may still be there.
      Numbers numbers = Numbers.farAway();
      for (Writer writer : workload.writers()) {
        keys.put(writer.table().id().toString(), writer.nextKeys(connection, numbers));
      }
      return new Traces(rows, keys);
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static long count(Statement statement, SchemaTable table) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table.name())) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Tells what is not as in a database that nobody has used. */
  List<Trace> since(Traces pristine) {
    List<Trace> differences = new ArrayList<>();
    pristine.rows.forEach(
        (table, before) -> {
          long more = rows.getOrDefault(table, 0L) - before;
          String now = nextKey(table);
          String first = pristine.nextKey(table);
          if (more != 0 || !now.equals(first)) {
            differences.add(new Trace(table, more, first, now));
          }
        });
    return differences;
  }

  private String nextKey(String table) {
    return String.join(", ", keys.getOrDefault(table, List.of()));
  }
}
