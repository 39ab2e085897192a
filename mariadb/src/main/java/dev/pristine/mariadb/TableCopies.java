package dev.pristine.mariadb;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a schema's tables are copied.
 *
 * @param definitions the statements that make them, in any order, for foreign keys are not checked
 * @param filling the statements that fill those that have rows
 * @param ephemeral whether any of the rows end with the server
 */
record TableCopies(List<String> definitions, List<String> filling, boolean ephemeral) {

  /** Their rows are elsewhere, and elsewhere they stay. */
  private static final Set<String> WITHOUT_ROWS =
      Set.of("MRG_MYISAM", "FEDERATED", "CONNECT", "SPIDER", "BLACKHOLE");

  /** A table. */
  record Table(String name, boolean versioned, @Nullable String engine) {

    /** Tells whether its rows are elsewhere, if it has any. */
    boolean isWithoutRows() {
      return WITHOUT_ROWS.contains(String.valueOf(engine).toUpperCase(Locale.ROOT));
    }
  }

  private record Column(String name, String type, boolean generated, String expression) {

    boolean isPeriod() {
      return expression.equals("ROW START") || expression.equals("ROW END");
    }

    boolean isCopied() {
      return !generated || isPeriod();
    }
  }

  static TableCopies read(Statement statement, String place) throws SQLException {
    List<String> definitions = new ArrayList<>();
    List<String> filling = new ArrayList<>();
    boolean ephemeral = false;
    Map<Table, String> fillings = fillings(statement, place);
    for (Map.Entry<Table, String> each : fillings.entrySet()) {
      Table table = each.getKey();
      String definition =
          Sessions.query(
                  statement,
                  "SHOW CREATE TABLE " + Sql.identifier(place, table.name),
                  row -> row.getString(2))
              .get(0);
      definitions.add(Recipe.generalise(definition, place));
      if (!each.getValue().isEmpty()) {
        filling.add(each.getValue());
        ephemeral |= "MEMORY".equals(table.engine);
      }
    }
    if (!filling.isEmpty()) {
      filling.add(0, "BEGIN");
      filling.add("COMMIT");
    }
    return new TableCopies(definitions, filling, ephemeral);
  }

  /** Returns what fills each table: a statement; empty for one that is empty. */
  static Map<Table, String> fillings(Statement statement, String place) throws SQLException {
    List<Table> tables =
        Sessions.query(
            statement,
            """
            SELECT table_name, table_type = 'SYSTEM VERSIONED', engine FROM information_schema.tables
            WHERE table_schema = %s AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')
            ORDER BY table_name"""
                .formatted(Sql.literal(place)),
            row -> new Table(row.getString(1), row.getBoolean(2), row.getString(3)));
    Map<String, List<Column>> columns = columns(statement, place);
    Map<Table, String> fillings = new LinkedHashMap<>();
    for (Table table : tables) {
      fillings.put(
          table,
          isEmpty(statement, place, table)
              ? ""
              : filling(table, columns.getOrDefault(table.name, List.of())));
    }
    return fillings;
  }

  private static Map<String, List<Column>> columns(Statement statement, String place)
      throws SQLException {
    Map<String, List<Column>> columns = new LinkedHashMap<>();
    Sessions.query(
        statement,
        """
        SELECT table_name, column_name, data_type, coalesce(generation_expression, '') <> '', coalesce(generation_expression, '')
        FROM information_schema.columns WHERE table_schema = %s ORDER BY table_name, ordinal_position"""
            .formatted(Sql.literal(place)),
        row ->
            columns
                .computeIfAbsent(row.getString(1), name -> new ArrayList<>())
                .add(
                    new Column(
                        row.getString(2), row.getString(3), row.getBoolean(4), row.getString(5))));
    return columns;
  }

  private static boolean isEmpty(Statement statement, String place, Table table)
      throws SQLException {
    if (table.isWithoutRows()) {
      return true;
    }
    return Sessions.query(
            statement,
            "SELECT NOT EXISTS (SELECT 1 FROM %s%s)"
                .formatted(Sql.identifier(place, table.name), history(table)),
            row -> row.getBoolean(1))
        .get(0);
  }

  private static String filling(Table table, List<Column> columns) throws SQLException {
    List<String> names = new ArrayList<>();
    boolean period = false;
    for (Column column : columns) {
      if (column.isPeriod() && !column.type.equals("timestamp")) {
        throw new SQLException(
            "The table [%s] is versioned by transactions, whose numbers cannot be copied; version it by time, or leave it empty"
                .formatted(table.name),
            "0A000");
      }
      if (column.isCopied()) {
        names.add(Sql.identifier(column.name));
      }
      period |= column.isPeriod();
    }
    if (table.versioned && !period) {
      names.add("row_start");
      names.add("row_end");
    }
    String list = names.stream().collect(Collectors.joining(", "));
    return "INSERT INTO %s (%s) SELECT %s FROM %s%s"
        .formatted(
            Sql.identifier(table.name),
            list,
            list,
            Sql.identifier(Recipe.SOURCE, table.name),
            history(table));
  }

  private static String history(Table table) {
    return table.versioned ? " FOR SYSTEM_TIME ALL" : "";
  }
}
