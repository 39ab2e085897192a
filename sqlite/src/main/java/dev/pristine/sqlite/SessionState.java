package dev.pristine.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.sqlite.SQLiteConnection;

/**
 * What belongs to a connection and not to the database, as it is when it was opened: its pragmas,
 * temporary tables, attached databases, and what the application has added to SQL. Not told by
 * SQLite, and so not looked at: handlers for progress and for waiting, and what {@code
 * last_insert_rowid()} answers before the first insertion.
 *
 * @param pragmas the values of {@link #PRAGMAS}, in order
 * @param extensions what cannot be set back
 */
record SessionState(List<String> pragmas, String extensions) {

  /** Those that SQLite keeps for a connection, and tells and takes in the same words. */
  private static final List<String> PRAGMAS =
      List.of(
          "analysis_limit",
          "automatic_index",
          "busy_timeout",
          "cache_size",
          "cache_spill",
          "cell_size_check",
          "checkpoint_fullfsync",
          "count_changes",
          "defer_foreign_keys",
          "empty_result_callbacks",
          "foreign_keys",
          "full_column_names",
          "fullfsync",
          "ignore_check_constraints",
          "journal_size_limit",
          "legacy_alter_table",
          "locking_mode",
          "max_page_count",
          "query_only",
          "read_uncommitted",
          "recursive_triggers",
          "reverse_unordered_selects",
          "secure_delete",
          "short_column_names",
          "synchronous",
          "temp_store",
          "threads",
          "trusted_schema",
          "writable_schema");

  /** Those that SQLite does not let a query tell. */
  private static final List<String> OTHER_PRAGMAS = List.of("mmap_size", "wal_autocheckpoint");

  private static final String QUESTION =
      PRAGMAS.stream()
              .map("(SELECT * FROM pragma_%s)"::formatted)
              .collect(Collectors.joining(", ", "SELECT ", ", "))
          + """
            (SELECT count(*) FROM pragma_function_list WHERE builtin = 0) || ' functions, '
              || (SELECT count(*) FROM pragma_collation_list) || ' collations, '
              || (SELECT count(*) FROM pragma_module_list) || ' modules, LIKE ' || ('a' LIKE 'A'),
            (SELECT count(*) FROM temp.sqlite_schema) + (SELECT count(*) FROM pragma_database_list
              WHERE name NOT IN ('main', 'temp'))""";

  /** Reads the state of a connection that nobody has used. */
  static SessionState of(SQLiteConnection connection) throws SQLException {
    return read(connection).state();
  }

  /**
   * A state, and how much there is besides.
   *
   * @param guests temporary tables and the like, and attached databases
   */
  private record Reading(SessionState state, long guests) {}

  private static Reading read(SQLiteConnection connection) throws SQLException {
    List<String> pragmas = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      String extensions;
      long guests;
      try (ResultSet row = statement.executeQuery(QUESTION)) {
        row.next();
        for (int i = 1; i <= PRAGMAS.size(); i++) {
          pragmas.add(String.valueOf(row.getString(i)));
        }
        extensions = String.valueOf(row.getString(PRAGMAS.size() + 1));
        guests = row.getLong(PRAGMAS.size() + 2);
      }
      for (String pragma : OTHER_PRAGMAS) {
        try (ResultSet row = statement.executeQuery("PRAGMA " + pragma)) {
          pragmas.add(row.next() ? String.valueOf(row.getString(1)) : "");
        }
      }
      return new Reading(new SessionState(pragmas, extensions), guests);
    }
  }

  /** Brings a connection back to this state; throws if it cannot be brought back. */
  void restore(SQLiteConnection connection) throws SQLException {
    endTransaction(connection);
    Reading now = read(connection);
    if (now.guests() == 0 && now.state().equals(this)) {
      return;
    }
    if (now.guests() > 0) {
      turnOutGuests(connection);
    }
    setPragmas(connection, now.state());
    Reading then = read(connection);
    if (then.guests() > 0 || !then.state().equals(this)) {
      throw Trouble.of("The connection is %s, not %s".formatted(then, this));
    }
  }

  /** Rolls back a transaction that was begun by a statement; tells whether there was one. */
  static boolean endTransaction(SQLiteConnection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
      return true;
    } catch (SQLException e) {
      // "No transaction is active", as it should be.
      return false;
    }
  }

  private static void turnOutGuests(SQLiteConnection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String database :
          names(
              statement,
              "SELECT name FROM pragma_database_list WHERE name NOT IN ('main', 'temp')")) {
        statement.execute("DETACH " + Sql.identifier(database));
      }
      // Views and triggers first: they may be of tables.
      for (String kind : List.of("trigger", "view", "table")) {
        for (String name :
            names(
                statement,
                "SELECT name FROM temp.sqlite_schema WHERE type = '%s' AND name NOT LIKE 'sqlite\\_%%' ESCAPE '\\'"
                    .formatted(kind))) {
          statement.execute("DROP %s IF EXISTS temp.%s".formatted(kind, Sql.identifier(name)));
        }
      }
    }
  }

  private static List<String> names(Statement statement, String query) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private void setPragmas(SQLiteConnection connection, SessionState now) throws SQLException {
    List<String> names = new ArrayList<>(PRAGMAS);
    names.addAll(OTHER_PRAGMAS);
    try (Statement statement = connection.createStatement()) {
      for (int i = 0; i < names.size(); i++) {
        if (!now.pragmas().get(i).equals(pragmas.get(i))) {
          statement.execute("PRAGMA %s = %s".formatted(names.get(i), pragmas.get(i)));
        }
      }
      if (!now.extensions().equals(extensions)) {
        statement.execute("PRAGMA case_sensitive_like = " + (extensions.endsWith("1") ? 0 : 1));
      }
    }
  }
}
