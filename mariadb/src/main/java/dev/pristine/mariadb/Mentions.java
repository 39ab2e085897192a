package dev.pristine.mariadb;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which tables and sequences a trigger may write to, at most: all that it names, that the views and
 * routines name which it names, and so on. Triggers can run only what is written there.
 *
 * @param texts what there is to be named, in small letters, with the text that stands behind it:
 *     the definition of a view or routine, the triggers of a table
 * @param tables those of the names that are tables or sequences, in small letters, as they are
 */
record Mentions(Map<String, String> texts, Map<String, String> tables) {

  static Mentions read(Statement statement, String place) throws SQLException {
    Map<String, String> texts = new HashMap<>();
    Map<String, String> tables = new HashMap<>();
    Sessions.query(
        statement,
        """
      SELECT table_name, '', table_type <> 'VIEW' FROM information_schema.tables WHERE table_schema = %1$s
      UNION ALL SELECT table_name, view_definition, 0 FROM information_schema.views WHERE table_schema = %1$s
      UNION ALL SELECT routine_name, routine_definition, 0 FROM information_schema.routines WHERE routine_schema = %1$s
      UNION ALL SELECT event_object_table, action_statement, 0 FROM information_schema.triggers WHERE trigger_schema = %1$s"""
            .formatted(Sql.literal(place)),
        row -> {
          String name = row.getString(1).toLowerCase(Locale.ROOT);
          if (row.getBoolean(3)) {
            tables.put(name, row.getString(1));
          }
          String text = row.getString(2);
          return texts.merge(
              name, text == null ? "" : text.toLowerCase(Locale.ROOT), (a, b) -> a + " " + b);
        });
    return new Mentions(texts, tables);
  }

  /** Returns the tables and sequences that may be reached from a trigger's text. */
  Set<String> reachedFrom(String body) {
    Set<String> reached = new HashSet<>();
    Set<String> seen = new HashSet<>();
    Deque<String> left = new ArrayDeque<>();
    left.push(body.toLowerCase(Locale.ROOT));
    while (!left.isEmpty()) {
      String text = left.pop();
      texts.forEach(
          (name, behind) -> {
            if (isNamed(name.replace("`", "``"), text) && seen.add(name)) {
              String table = tables.get(name);
              if (table != null) {
                reached.add(table);
              }
              left.push(behind);
            }
          });
    }
    return reached;
  }

  private static boolean isNamed(String name, String text) {
    int at = text.indexOf(name);
    while (at >= 0) {
      int end = at + name.length();
      boolean begins = at == 0 || !isPartOfName(text.charAt(at - 1));
      if (begins && (end == text.length() || !isPartOfName(text.charAt(end)))) {
        return true;
      }
      at = text.indexOf(name, at + 1);
    }
    return false;
  }

  private static boolean isPartOfName(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }
}
