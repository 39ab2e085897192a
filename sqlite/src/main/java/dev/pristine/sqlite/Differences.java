package dev.pristine.sqlite;

import dev.pristine.spi.Rewindable.Change;
import dev.pristine.spi.Rewindable.Change.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Compares a clone with its template, both in one connection. */
final class Differences {

  /** The name under which the template is attached. */
  static final String TEMPLATE = "pristine_template";

  /** What a database keeps besides its tables. */
  private static final List<String> HEADER =
      List.of("user_version", "application_id", "auto_vacuum", "encoding", "page_size");

  private static final String SCHEMA =
      """
      SELECT coalesce(n.type, o.type) || ' ' || coalesce(n.name, o.name),
        CASE WHEN o.name IS NULL THEN 'created' WHEN n.name IS NULL THEN 'dropped' ELSE 'altered' END
      FROM %1$s.sqlite_schema o FULL JOIN main.sqlite_schema n ON n.type = o.type AND n.name = o.name
      WHERE n.sql IS NOT o.sql OR n.tbl_name IS NOT o.tbl_name ORDER BY 1"""
          .formatted(TEMPLATE);

  private Differences() {}

  /** Lists all differences. */
  static List<Change> all(FileConnection connection, DatabaseFile template) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "ATTACH %s AS %s".formatted(Sql.literal(template.immutableUri()), TEMPLATE));
      try {
        statement.execute("BEGIN");
        try {
          return compared(statement);
        } finally {
          statement.execute("COMMIT");
        }
      } finally {
        statement.execute("DETACH " + TEMPLATE);
      }
    }
  }

  /** Describes a difference, if there is one; looks at the indexes too. Empty if there is none. */
  static String first(FileConnection connection, DatabaseFile template) throws SQLException {
    List<Change> changes = all(connection, template);
    if (!changes.isEmpty()) {
      return changes.get(0).toString();
    }
    String check = connection.text("PRAGMA integrity_check(1)");
    return check.equals("ok") ? "" : check;
  }

  private static List<Change> compared(Statement statement) throws SQLException {
    List<Change> changes = new ArrayList<>();
    for (String pragma : HEADER) {
      String then = text(statement, "PRAGMA %s.%s".formatted(TEMPLATE, pragma));
      String now = text(statement, "PRAGMA main." + pragma);
      if (!now.equals(then)) {
        changes.add(schema("PRAGMA " + pragma, then + " -> " + now));
      }
    }
    try (ResultSet rows = statement.executeQuery(SCHEMA)) {
      while (rows.next()) {
        changes.add(schema(rows.getString(1), rows.getString(2)));
      }
    }
    for (String table : tables(statement)) {
      ComparedTable compared = ComparedTable.of(statement, table);
      if (table.equals("sqlite_sequence")) {
        changes.addAll(compared.counters(statement));
      } else {
        compared.change(statement).ifPresent(changes::add);
      }
    }
    return changes;
  }

  /** Returns the tables that both have, with the same definition. */
  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            """
            SELECT n.name FROM main.sqlite_schema n JOIN %s.sqlite_schema o
              ON o.type = n.type AND o.name = n.name AND o.sql IS n.sql
            WHERE n.type = 'table' AND n.rootpage > 0 ORDER BY 1"""
                .formatted(TEMPLATE))) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }

  private static Change schema(String object, String what) {
    return new Change(object, Kind.SCHEMA, 0, 0, 0, List.of(what));
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    }
  }
}
