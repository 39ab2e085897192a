package dev.pristine.mariadb;

import dev.pristine.mariadb.Blueprint.Difference;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads how the rows of a schema's tables are brought back by their keys: first those are deleted
 * that the template does not have exactly so, then those inserted that are missing.
 */
final class Differences {

  private Differences() {}

  /** Reads it for all tables that have a key. */
  static Map<String, Difference> read(Statement statement, String place) throws SQLException {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    Sessions.query(
        statement,
        """
        SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = %s AND coalesce(generation_expression, '') = '' ORDER BY table_name, ordinal_position"""
            .formatted(Sql.literal(place)),
        row ->
            columns
                .computeIfAbsent(row.getString(1), name -> new ArrayList<>())
                .add(row.getString(2)));
    Map<String, Difference> differences = new HashMap<>();
    keys(statement, place)
        .forEach(
            (table, key) ->
                differences.put(table, of(table, key, columns.getOrDefault(table, List.of()))));
    return differences;
  }

  /** Returns one of each table, the primary one if there is, of which no part may be null. */
  private static Map<String, List<String>> keys(Statement statement, String place)
      throws SQLException {
    record Part(String table, String key, String column, boolean unfit) {}
    Map<String, Map<String, List<Part>>> all = new LinkedHashMap<>();
    for (Part part :
        Sessions.query(
            statement,
            // A part that is an expression has no name.
            """
            SELECT table_name, index_name, column_name, nullable = 'YES' OR column_name IS NULL
            FROM information_schema.statistics WHERE table_schema = %s AND non_unique = 0
            ORDER BY table_name, index_name <> 'PRIMARY', index_name, seq_in_index"""
                .formatted(Sql.literal(place)),
            row ->
                new Part(
                    row.getString(1),
                    row.getString(2),
                    String.valueOf(row.getString(3)),
                    row.getBoolean(4)))) {
      all.computeIfAbsent(part.table, table -> new LinkedHashMap<>())
          .computeIfAbsent(part.key, key -> new ArrayList<>())
          .add(part);
    }
    Map<String, List<String>> keys = new LinkedHashMap<>();
    all.forEach(
        (table, each) ->
            each.values().stream()
                .filter(parts -> parts.stream().noneMatch(Part::unfit))
                .findFirst()
                .ifPresent(parts -> keys.put(table, parts.stream().map(Part::column).toList())));
    return keys;
  }

  private static Difference of(String table, List<String> key, List<String> columns) {
    String here = Sql.identifier(table);
    String there = Sql.identifier(Recipe.SOURCE, table);
    String matching = joined(key, " AND ", column -> "p.%1$s = x.%1$s".formatted(column));
    String first = Sql.identifier(key.get(0));
    // Equal by collation or in number is not the same, and the same text is not the same number.
    String same =
        joined(
            columns,
            " AND ",
            column ->
                "p.%1$s <=> x.%1$s AND CAST(p.%1$s AS BINARY) <=> CAST(x.%1$s AS BINARY)"
                    .formatted(column));
    return new Difference(
        "DELETE x FROM %s x LEFT JOIN %s p ON %s AND %s WHERE p.%s IS NULL"
            .formatted(here, there, matching, same, first),
        "INSERT INTO %s (%s) SELECT %s FROM %s p LEFT JOIN %s x ON %s WHERE x.%s IS NULL"
            .formatted(
                here,
                joined(columns, ", ", column -> column),
                joined(columns, ", ", column -> "p." + column),
                there,
                here,
                matching,
                first));
  }

  private static String joined(
      List<String> columns, String separator, Function<String, String> form) {
    return columns.stream().map(Sql::identifier).map(form).collect(Collectors.joining(separator));
  }
}
