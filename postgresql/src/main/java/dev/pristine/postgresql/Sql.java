package dev.pristine.postgresql;

/** Writes names and texts into SQL where a statement takes no parameters. */
final class Sql {

  private Sql() {}

  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Writes a text so that it means the same whatever {@code standard_conforming_strings} says. */
  static String literal(String text) {
    String quoted = text.replace("'", "''");
    return quoted.indexOf('\\') < 0
        ? "'" + quoted + "'"
        : " E'" + quoted.replace("\\", "\\\\") + "'";
  }
}
