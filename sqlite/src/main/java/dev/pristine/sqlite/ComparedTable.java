package dev.pristine.sqlite;

import dev.pristine.spi.Rewindable.Change;
import dev.pristine.spi.Rewindable.Change.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table that a clone and its template both have.
 *
 * @param name its name
 * @param columns its columns
 * @param key what tells its rows apart: the hidden number that SQLite gives each row, or the
 *     primary key of a table that has none; empty if neither can be named
 */
record ComparedTable(String name, List<String> columns, List<String> key) {

  /** How many rows of each kind are shown, and how much of each. */
  private static final int SHOWN = 10;

  private static final int LONGEST = 200;

  /** SQLite's own names of a row's number, which columns of the same name hide. */
  private static final List<String> ROW_NUMBERS = List.of("rowid", "_rowid_", "oid");

  static ComparedTable of(Statement statement, String table) throws SQLException {
    List<String> columns = new ArrayList<>();
    List<String> primary = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT name, pk FROM pragma_table_xinfo(%s, 'main') WHERE hidden <> 1 ORDER BY cid"
                .formatted(Sql.literal(table)))) {
      while (rows.next()) {
        columns.add(Sql.identifier(rows.getString(1)));
        if (rows.getInt(2) > 0) {
          primary.add(Sql.identifier(rows.getString(1)));
        }
      }
    }
    boolean numbered;
    try (ResultSet row =
        statement.executeQuery(
            "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = "
                + Sql.literal(table))) {
      numbered = !row.next() || row.getInt(1) == 0;
    }
    if (!numbered) {
      return new ComparedTable(table, columns, primary);
    }
    List<String> names = columns.stream().map(column -> column.toLowerCase(Locale.ROOT)).toList();
    return new ComparedTable(
        table,
        columns,
        ROW_NUMBERS.stream()
            .filter(number -> !names.contains(Sql.identifier(number)))
            .limit(1)
            .toList());
  }

  /** Returns what differs in its rows. */
  Optional<Change> change(Statement statement) throws SQLException {
    List<String> details = new ArrayList<>();
    long inserted = add(statement, "+ ", onlyIn("main", Differences.TEMPLATE), details);
    long updated = key.isEmpty() ? 0 : add(statement, "~ ", updated(), details);
    long deleted = add(statement, "- ", onlyIn(Differences.TEMPLATE, "main"), details);
    return inserted + updated + deleted == 0
        ? Optional.empty()
        : Optional.of(new Change(name, Kind.TABLE, inserted, updated, deleted, details));
  }

  /** Returns which counters of AUTOINCREMENT moved, if this is the table that holds them. */
  List<Change> counters(Statement statement) throws SQLException {
    List<Change> moved = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            """
            SELECT coalesce(n.name, o.name), coalesce(o.seq, 0) || ' -> ' || coalesce(n.seq, 0)
            FROM %s.sqlite_sequence o FULL JOIN main.sqlite_sequence n ON n.name = o.name
            WHERE n.seq IS NOT o.seq ORDER BY 1"""
                .formatted(Differences.TEMPLATE))) {
      while (rows.next()) {
        moved.add(
            new Change(rows.getString(1), Kind.SEQUENCE, 0, 0, 0, List.of(rows.getString(2))));
      }
    }
    return moved;
  }

  private static long add(Statement statement, String sign, String rows, List<String> details)
      throws SQLException {
    long count = 0;
    try (ResultSet row = statement.executeQuery(rows)) {
      while (row.next()) {
        if (count < SHOWN) {
          String text = sign + row.getString(1);
          details.add(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
        }
        count++;
      }
    }
    return count;
  }

  private String onlyIn(String here, String there) {
    String rows = "SELECT %s FROM %s x".formatted(shown("x"), in(here));
    if (key.isEmpty()) {
      return "SELECT %s FROM (SELECT * FROM %s EXCEPT SELECT * FROM %s) x"
          .formatted(shown("x"), in(here), in(there));
    }
    return "%s WHERE NOT EXISTS (SELECT 1 FROM %s y WHERE %s)"
        .formatted(rows, in(there), sameKey());
  }

  private String updated() {
    String different =
        columns.stream()
            .map(
                column ->
                    "x.%1$s IS NOT y.%1$s COLLATE BINARY OR typeof(x.%1$s) <> typeof(y.%1$s)"
                        .formatted(column))
            .collect(Collectors.joining(" OR "));
    return "SELECT %s || ' -> ' || %s FROM %s x JOIN %s y ON %s WHERE %s"
        .formatted(
            shown("y"), shown("x"), in("main"), in(Differences.TEMPLATE), sameKey(), different);
  }

  private String sameKey() {
    return key.stream()
        .map(column -> "x.%1$s IS y.%1$s".formatted(column))
        .collect(Collectors.joining(" AND "));
  }

  private String shown(String row) {
    return columns.stream()
        .map(column -> "coalesce(quote(%s.%s), '')".formatted(row, column))
        .collect(Collectors.joining(" || ', ' || ", "'(' || ", " || ')'"));
  }

  private String in(String database) {
    return database + "." + Sql.identifier(name);
  }
}
