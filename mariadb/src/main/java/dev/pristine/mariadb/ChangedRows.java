package dev.pristine.mariadb;

import dev.pristine.mariadb.Blueprint.Table;
import dev.pristine.spi.Rewindable.Change;
import dev.pristine.spi.Rewindable.Change.Kind;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Tells which rows of a clone differ from its template's, and where counters and sequences stand.
 */
final class ChangedRows {

  /** How many rows of each kind are shown, and how much of each. */
  private static final int SHOWN = 10;

  private static final int LONGEST = 200;

  private static final Set<String> BINARY =
      Set.of(
          "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "bit", "geometry");

  private final Statement statement;
  private final String place;
  private final Blueprint blueprint;

  private ChangedRows(Statement statement, String place, Blueprint blueprint) {
    this.statement = statement;
    this.place = place;
    this.blueprint = blueprint;
  }

  static List<Change> of(Statement statement, String place, Blueprint blueprint, Written written)
      throws SQLException {
    ChangedRows changed = new ChangedRows(statement, place, blueprint);
    List<Change> changes = new ArrayList<>();
    for (Table table : written.tables().values()) {
      if (!table.elsewhere()) {
        changed.addRows(table, changes);
      }
    }
    for (String sequence : written.sequences()) {
      changed.addSequence(sequence, changes);
    }
    for (Table table : written.moved()) {
      changed.addCounter(table, changes);
    }
    return changes;
  }

  private record Column(String name, boolean key, boolean binary) {

    String quoted() {
      return Sql.identifier(name);
    }

    /** A part of a key tells nothing of which row is which. */
    Column withoutKey() {
      return new Column(name, false, binary);
    }
  }

  private void addRows(Table table, List<Change> changes) throws SQLException {
    List<Column> columns = columns(table);
    if (columns.isEmpty()) {
      // It was dropped or renamed: that is told as a change of the schema.
      return;
    }
    boolean keyed = columns.stream().anyMatch(Column::key);
    Map<String, Long> counts = new HashMap<>();
    List<String> details = new ArrayList<>();
    for (String kind : List.of("+", "~", "-")) {
      String rows = keyed ? keyed(table, columns, kind) : unkeyed(table, columns, kind);
      if (!rows.isEmpty()) {
        counts.put(
            kind,
            Sessions.query(
                    statement, "SELECT count(*) FROM (%s) r".formatted(rows), row -> row.getLong(1))
                .get(0));
        Sessions.query(
            statement,
            "SELECT left(concat('%s ', r.shown), %d) FROM (%s) r LIMIT %d"
                .formatted(kind, LONGEST, rows, SHOWN),
            row -> details.add(row.getString(1)));
      }
    }
    long inserted = counts.getOrDefault("+", 0L);
    long updated = counts.getOrDefault("~", 0L);
    long deleted = counts.getOrDefault("-", 0L);
    if (inserted + updated + deleted > 0) {
      changes.add(new Change(table.name(), Kind.TABLE, inserted, updated, deleted, details));
    }
  }

  /** Those that the table has as well as the template's, which may be no more than some. */
  private List<Column> columns(Table table) throws SQLException {
    Set<String> now = new HashSet<>(columns(place, table, row -> row.getString(1)));
    List<Column> then =
        columns(
            blueprint.place(),
            table,
            row ->
                new Column(row.getString(1), row.getBoolean(2), BINARY.contains(row.getString(3))));
    List<Column> both = then.stream().filter(column -> now.contains(column.name())).toList();
    long keys = both.stream().filter(Column::key).count();
    return keys == then.stream().filter(Column::key).count()
        ? both
        : both.stream().map(Column::withoutKey).toList();
  }

  private <T> List<T> columns(String schema, Table table, Sessions.Row<T> row) throws SQLException {
    return Sessions.query(
        statement,
        "SELECT column_name, column_key = 'PRI', data_type FROM information_schema.columns WHERE table_schema = %s AND table_name = %s ORDER BY ordinal_position"
            .formatted(Sql.literal(schema), Sql.literal(table.name())),
        row);
  }

  /** Rows are the same if their keys are. */
  private String keyed(Table table, List<Column> columns, String kind) {
    String same =
        joined(
            columns, Column::key, " AND ", column -> "x.%1$s = p.%1$s".formatted(column.quoted()));
    String now = Sql.identifier(place, table.name());
    String then = Sql.identifier(blueprint.place(), table.name());
    return switch (kind) {
      case "+" ->
          "SELECT %s AS shown FROM %s x WHERE NOT EXISTS (SELECT 1 FROM %s p WHERE %s)"
              .formatted(shown(columns, "x"), now, then, same);
      case "-" ->
          "SELECT %s AS shown FROM %s p WHERE NOT EXISTS (SELECT 1 FROM %s x WHERE %s)"
              .formatted(shown(columns, "p"), then, now, same);
      default ->
          "SELECT concat(%s, ' -> ', %s) AS shown FROM %s p JOIN %s x ON %s WHERE NOT (%s)"
              .formatted(
                  shown(columns, "p"),
                  shown(columns, "x"),
                  then,
                  now,
                  same,
                  joined(
                      columns,
                      column -> true,
                      " AND ",
                      column ->
                          "cast(x.%1$s AS binary) <=> cast(p.%1$s AS binary)"
                              .formatted(column.quoted())));
    };
  }

  /** Without a key, rows are only there or not there, as often as they are. */
  private String unkeyed(Table table, List<Column> columns, String kind) {
    String now = numbered(columns, Sql.identifier(place, table.name()));
    String then = numbered(columns, Sql.identifier(blueprint.place(), table.name()));
    String difference =
        "SELECT a.shown FROM (%s) a LEFT JOIN (%s) b ON b.shown = a.shown AND b.nth = a.nth WHERE b.nth IS NULL";
    return switch (kind) {
      case "+" -> difference.formatted(now, then);
      case "-" -> difference.formatted(then, now);
      default -> "";
    };
  }

  /** Not every MySQL knows {@code EXCEPT ALL}; equal by collation is not the same. */
  private static String numbered(List<Column> columns, String table) {
    return "SELECT s.shown, row_number() OVER (PARTITION BY s.shown) AS nth FROM (SELECT CAST(%s AS binary) AS shown FROM %s x) s"
        .formatted(shown(columns, "x"), table);
  }

  private static String shown(List<Column> columns, String alias) {
    return joined(
            columns,
            column -> true,
            ", ",
            column ->
                "%s, %s"
                    .formatted(
                        Sql.literal(column.name()),
                        (column.binary()
                                ? "hex(%s.%s)"
                                : "cast(%s.%s AS char CHARACTER SET utf8mb4)")
                            .formatted(alias, column.quoted())))
        .transform("json_object(%s)"::formatted);
  }

  private interface Chosen {
    boolean is(Column column);
  }

  private static String joined(
      List<Column> columns, Chosen chosen, String separator, Function<Column, String> form) {
    return columns.stream().filter(chosen::is).map(form).collect(Collectors.joining(separator));
  }

  private void addSequence(String name, List<Change> changes) throws SQLException {
    SequencePosition then = blueprint.sequences().get(name);
    boolean there =
        !Sessions.query(
                statement,
                "SELECT 1 FROM information_schema.tables WHERE table_schema = %s AND table_name = %s AND table_type = 'SEQUENCE'"
                    .formatted(Sql.literal(place), Sql.literal(name)),
                row -> row.getInt(1))
            .isEmpty();
    if (then != null && there) {
      SequencePosition now = SequencePosition.of(statement, place, name);
      if (!now.equals(then)) {
        changes.add(
            new Change(
                name,
                Kind.SEQUENCE,
                0,
                0,
                0,
                List.of("%s -> %s (cached values included)".formatted(then.next(), now.next()))));
      }
    }
  }

  private void addCounter(Table table, List<Change> changes) throws SQLException {
    for (String now :
        Sessions.query(
            statement,
            "SELECT auto_increment FROM information_schema.tables WHERE auto_increment IS NOT NULL AND table_schema = %s AND table_name = %s"
                .formatted(Sql.literal(place), Sql.literal(table.name())),
            row -> row.getString(1))) {
      String then = Long.toString(table.counter().orElse(1));
      if (!now.equals(then)) {
        changes.add(
            new Change(
                table.name() + " AUTO_INCREMENT",
                Kind.SEQUENCE,
                0,
                0,
                0,
                List.of(then + " -> " + now)));
      }
    }
  }
}
