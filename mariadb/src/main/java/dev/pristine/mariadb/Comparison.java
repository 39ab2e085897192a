package dev.pristine.mariadb;

import dev.pristine.mariadb.Blueprint.Table;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares a clone with its template, whatever the log told: all rows, all counters, all positions,
 * all definitions, and what others were granted. Runs outside of both, because views are told
 * differently inside.
 */
final class Comparison {

  private static final int SHOWN = 200;

  private static final Pattern COUNTER =
      Pattern.compile("(?<=\\n\\) ENGINE=\\w{1,30}) AUTO_INCREMENT=\\d+");

  private static final Pattern IMPLIED = Pattern.compile("CHARACTER SET (\\w+) (?=COLLATE \\1_)");

  private Comparison() {}

  /**
   * Returns what differs in anything but rows, for people; empty if nothing does.
   *
   * @param tester who is granted everything on each copy; null for nobody
   * @param freeIds whether counters may differ
   */
  static Optional<String> ofDefinitions(
      Statement statement,
      String place,
      Blueprint blueprint,
      @Nullable String tester,
      boolean freeIds)
      throws SQLException {
    List<String> expected = Recipe.load(statement, blueprint.place()).definitions();
    List<String> found =
        RecipeReader.definitions(statement, place, Grant.on(statement, place), tester);
    for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
      String then = i < expected.size() ? plain(expected.get(i), freeIds) : "nothing";
      String now = i < found.size() ? plain(found.get(i), freeIds) : "nothing";
      if (!then.equals(now)) {
        int from = Math.max(0, firstDifference(then, now) - SHOWN / 2);
        return Optional.of(
            "there is [%s], in the template [%s]".formatted(shown(now, from), shown(then, from)));
      }
    }
    return Optional.empty();
  }

  /** Returns in which tables' rows a clone differs, for people; empty if in none. */
  static Optional<String> ofRows(
      Statement statement, String place, Blueprint blueprint, Collection<String> tables)
      throws SQLException {
    if (tables.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = List.copyOf(tables);
    Rewinding rewinding = Rewinding.of(statement.getConnection());
    List<String> now = rewinding.sums(statement, place, names);
    List<String> then = rewinding.sums(statement, blueprint.place(), names);
    for (int i = 0; i < names.size(); i++) {
      if (!now.get(i).equals(then.get(i))) {
        return Optional.of(
            "the table [%s] has other rows than the template's".formatted(names.get(i)));
      }
    }
    return Optional.empty();
  }

  /** Returns what differs, for people; empty if nothing does. */
  static Optional<String> of(
      Statement statement,
      String place,
      Blueprint blueprint,
      @Nullable String tester,
      boolean freeIds)
      throws SQLException {
    Optional<String> difference = ofDefinitions(statement, place, blueprint, tester, freeIds);
    return difference.isPresent()
        ? difference
        : ofRows(
            statement,
            place,
            blueprint,
            blueprint.tables().values().stream()
                .filter(table -> !table.elsewhere())
                .map(Table::name)
                .sorted()
                .toList());
  }

  /** MySQL remembers of a column whether its definition named the character set. */
  private static String plain(String definition, boolean freeIds) {
    String plain = IMPLIED.matcher(definition).replaceAll("");
    return freeIds ? COUNTER.matcher(plain).replaceAll("") : plain;
  }

  private static int firstDifference(String one, String other) {
    int at = 0;
    while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
      at++;
    }
    return at;
  }

  private static String shown(String text, int from) {
    return text.substring(Math.min(from, text.length()), Math.min(from + SHOWN, text.length()))
        .replace(Recipe.TARGET, "<here>")
        .replace(Recipe.SOURCE, "<template>");
  }
}
