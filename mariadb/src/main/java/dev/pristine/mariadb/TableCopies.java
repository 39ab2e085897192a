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

  /** What the server calls a sequence among the tables, and a view. */
  static final String SEQUENCE = "SEQUENCE";

  static final String VIEW = "VIEW";

  /** Their rows are elsewhere, and elsewhere they stay. */
  private static final Set<String> WITHOUT_ROWS =
      Set.of("MRG_MYISAM", "FEDERATED", "CONNECT", "SPIDER", "BLACKHOLE");

  /** A table, or what the server counts among them. */
  record Table(String name, String type, @Nullable String engine) {

    /** Tells whether it has rows of its own, unlike views and sequences. */
    boolean isTable() {
      return type.equals("BASE TABLE") || versioned();
    }

    /** Tells whether it keeps its rows' history. */
    boolean versioned() {
      return type.equals("SYSTEM VERSIONED");
    }

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

  /** Reads how those among all tables that have rows of their own are copied. */
  static TableCopies read(Statement statement, String place, List<Table> all) throws SQLException {
    List<String> filling = new ArrayList<>();
    boolean ephemeral = false;
    for (Map.Entry<Table, String> each : fillings(statement, place, all).entrySet()) {
      if (!each.getValue().isEmpty()) {
        filling.add(each.getValue());
        ephemeral |= "MEMORY".equals(each.getKey().engine);
      }
    }
    if (!filling.isEmpty()) {
      filling.add(0, "BEGIN");
      filling.add("COMMIT");
    }
    return new TableCopies(definitions(statement, place, all), filling, ephemeral);
  }

  /** Returns all that the server counts among a schema's tables, ordered by name. */
  static List<Table> all(Statement statement, String place) throws SQLException {
    return Sessions.query(
        statement,
        "SELECT table_name, table_type, engine FROM information_schema.tables WHERE table_schema = %s ORDER BY table_name"
            .formatted(Sql.literal(place)),
        row -> new Table(row.getString(1), row.getString(2), row.getString(3)));
  }

  /** Returns the statements that make the tables. */
  static List<String> definitions(Statement statement, String place, List<Table> all)
      throws SQLException {
    List<String> questions =
        all.stream()
            .filter(Table::isTable)
            .map(table -> "SHOW CREATE TABLE " + Sql.identifier(place, table.name))
            .toList();
    return Sessions.queryEach(
        statement, questions, row -> Recipe.generalise(row.getString(2), place));
  }

  /** Returns what fills each table: a statement; empty for one that is empty. */
  static Map<Table, String> fillings(Statement statement, String place, List<Table> all)
      throws SQLException {
    Map<String, List<Column>> columns = columns(statement, place);
    List<Table> filled =
        all.stream().filter(table -> table.isTable() && !table.isWithoutRows()).toList();
    List<Boolean> full =
        Sessions.queryEach(
            statement,
            filled.stream()
                .map(
                    table ->
                        "SELECT EXISTS (SELECT 1 FROM %s%s)"
                            .formatted(Sql.identifier(place, table.name), history(table)))
                .toList(),
            row -> row.getBoolean(1));
    Map<Table, String> fillings = new LinkedHashMap<>();
    all.stream().filter(Table::isTable).forEach(table -> fillings.put(table, ""));
    for (int i = 0; i < filled.size(); i++) {
      Table table = filled.get(i);
      if (full.get(i)) {
        fillings.put(table, filling(table, columns.getOrDefault(table.name, List.of())));
      }
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
    if (table.versioned() && !period) {
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
    return table.versioned() ? " FOR SYSTEM_TIME ALL" : "";
  }
}
