package dev.pristine.mariadb;

/** Writes names and texts into SQL where a statement takes no parameters. */
final class Sql {

  private Sql() {}

  static String identifier(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  /** Names something in a database. */
  static String identifier(String database, String name) {
    return identifier(database) + "." + identifier(name);
  }

  /** Names a database where a pattern would be understood, as in {@code GRANT … ON}. */
  static String pattern(String database) {
    return identifier(database.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%"));
  }

  /** Writes a text; the session must not have {@code NO_BACKSLASH_ESCAPES}. */
  static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''").replace("\0", "\\0") + "'";
  }
}
