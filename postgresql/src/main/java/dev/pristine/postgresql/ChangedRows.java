package dev.pristine.postgresql;

import dev.pristine.postgresql.Blueprint.Seed;
import dev.pristine.postgresql.Blueprint.Sequence;
import dev.pristine.postgresql.Blueprint.Table;
import dev.pristine.spi.Rewindable.Change;
import dev.pristine.spi.Rewindable.Change.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Tells which rows differ from the blueprint, and where sequences stand. */
final class ChangedRows {

  /** How many rows of each kind are shown, and how much of each. */
  private static final int SHOWN = 10;

  private static final int LONGEST = 200;

  private ChangedRows() {}

  static List<Change> of(
      Statement statement,
      Collection<Table> tables,
      Collection<Sequence> sequences,
      Newness newness)
      throws SQLException {
    List<Change> changes = new ArrayList<>();
    for (Table table : tables) {
      if (table.stored()) {
        Counts counts = new Counts();
        String question =
            "SELECT kind, count(*), (array_agg(left(kind || ' ' || row, %d)))[1:%d] FROM (%s) changed (kind, row) GROUP BY kind ORDER BY kind"
                .formatted(
                    LONGEST,
                    SHOWN,
                    table.seed().isEmpty() ? all(table) : rows(table, table.seed().get(), newness));
        try (ResultSet row = statement.executeQuery(question)) {
          while (row.next()) {
            counts.add(row);
          }
        }
        if (counts.any()) {
          changes.add(counts.of(table));
        }
      } else {
        changes.add(new Change(table.name(), Kind.SCHEMA, 0, 0, 0, List.of("refreshed")));
      }
    }
    for (Sequence sequence : sequences) {
      String question = "SELECT last_value, is_called FROM " + sequence.name();
      try (ResultSet row = statement.executeQuery(question)) {
        row.next();
        if (row.getLong(1) != sequence.value() || row.getBoolean(2) != sequence.called()) {
          String now =
              new Sequence(sequence.id(), sequence.name(), true, row.getLong(1), row.getBoolean(2))
                  .position();
          changes.add(
              new Change(
                  sequence.name(),
                  Kind.SEQUENCE,
                  0,
                  0,
                  0,
                  List.of(sequence.position() + " -> " + now)));
        }
      }
    }
    return changes;
  }

  private static final class Counts {
    private long inserted;
    private long updated;
    private long deleted;
    private final List<String> details = new ArrayList<>();

    void add(ResultSet row) throws SQLException {
      switch (row.getString(1)) {
        case "+" -> inserted = row.getLong(2);
        case "~" -> updated = row.getLong(2);
        default -> deleted = row.getLong(2);
      }
      details.addAll(List.of((String[]) row.getArray(3).getArray()));
    }

    boolean any() {
      return inserted + updated + deleted > 0;
    }

    Change of(Table table) {
      return new Change(table.name(), Kind.TABLE, inserted, updated, deleted, details);
    }
  }

  private static String all(Table table) {
    return "SELECT '+', row_to_json(x)::text FROM ONLY %s x".formatted(table.name());
  }

  private static String rows(Table table, Seed seed, Newness newness) {
    if (seed.content().isEmpty()) {
      // Which rows are gone cannot be told without them.
      return "SELECT '+', row_to_json(x)::text FROM ONLY %s x WHERE %s"
          .formatted(table.name(), newness.condition("x"));
    }
    String before = "unnest(%s::%s[])".formatted(Sql.literal(seed.content().get()), table.name());
    if (seed.key().isEmpty()) {
      String now = "SELECT row_to_json(x)::text FROM ONLY %s x".formatted(table.name());
      String then = "SELECT row_to_json(p)::text FROM %s p".formatted(before);
      return "SELECT '+', r FROM (%s EXCEPT ALL %s) i (r) UNION ALL SELECT '-', r FROM (%s EXCEPT ALL %s) d (r)"
          .formatted(now, then, then, now);
    }
    String same =
        seed.key().stream()
            .map(column -> "x.%s = p.%s".formatted(column, column))
            .collect(Collectors.joining(" AND "));
    return """
        SELECT CASE WHEN p.* IS NOT DISTINCT FROM NULL THEN '+' WHEN x.* IS NOT DISTINCT FROM NULL THEN '-' ELSE '~' END,
          coalesce(row_to_json(p)::text, '') || CASE WHEN p.* IS DISTINCT FROM NULL AND x.* IS DISTINCT FROM NULL THEN ' -> ' ELSE '' END || coalesce(row_to_json(x)::text, '')
        FROM %s p FULL JOIN (SELECT * FROM ONLY %s) x ON %s
        WHERE p::text IS DISTINCT FROM x::text"""
        .formatted(before, table.name(), same);
  }
}
