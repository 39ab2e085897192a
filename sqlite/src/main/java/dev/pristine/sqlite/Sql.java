package dev.pristine.sqlite;

/** Writes names and texts as SQLite takes them. */
final class Sql {

  private Sql() {}

  static String identifier(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
