package dev.pristine.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** All that there is in a database, in an order that does not depend on how it came about. */
final class Dump {

  private Dump() {}

  static List<String> of(Connection connection) throws SQLException {
    List<String> dump = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      for (String pragma :
          List.of("user_version", "application_id", "auto_vacuum", "encoding", "journal_mode")) {
        dump.add(pragma + " " + rows(statement, "PRAGMA " + pragma));
      }
      dump.addAll(
          rows(
              statement,
              "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"));
      for (String table :
          rows(
              statement,
              "SELECT '\"' || replace(name, '\"', '\"\"') || '\"' FROM sqlite_schema"
                  + " WHERE type = 'table' ORDER BY name")) {
        dump.add(table);
        List<String> content = new ArrayList<>(rows(statement, "SELECT * FROM main." + table));
        content.sort(null);
        dump.addAll(content);
      }
      dump.addAll(rows(statement, "PRAGMA integrity_check"));
      dump.addAll(rows(statement, "PRAGMA foreign_key_check"));
    }
    return dump;
  }

  private static List<String> rows(Statement statement, String query) throws SQLException {
    List<String> all = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(query)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          Object value = rows.getObject(i);
          text.append(i == 1 ? "" : "|").append(value instanceof byte[] b ? hex(b) : value);
        }
        all.add(text.toString());
      }
    }
    return all;
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }
}
