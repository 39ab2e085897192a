package dev.pristine.mariadb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a template is copied: the statements that make the same schema under another name and fill
 * it. It is written when the template is published, and kept in the registry.
 *
 * @param statements with {@link #TARGET} where the copy's name stands, and {@link #SOURCE} where
 *     the template's does
 * @param ephemeral whether the template holds rows that do not outlive the server
 */
record Recipe(List<String> statements, boolean ephemeral) {

  /** A new version makes other copies; templates of another are not used. */
  static final int VERSION = 2;

  static final String TARGET = "\u0001";
  static final String SOURCE = "\u0002";

  /** Where the copy's name stands as grants name it, quoted. */
  static final String TARGET_PATTERN = "\u0003";

  /** Stands behind a statement that must be the last of its message. */
  static final String END = "\u0004";

  /** What is sent at once, if no single statement is larger. */
  private static final int MESSAGE_LENGTH = 500_000;

  private static final String SEPARATOR = "\n;\n";

  Recipe {
    statements = List.copyOf(statements);
  }

  /**
   * Puts a mark wherever a definition names the schema that it was read in. Such names are as good
   * as random, so that whatever reads like one is one.
   */
  static String generalise(String definition, String place) {
    return Pattern.compile("(?<![A-Za-z0-9_$])" + Pattern.quote(place) + "(?![A-Za-z0-9_$])")
        .matcher(definition)
        .replaceAll(TARGET);
  }

  /** Copies a template; the session must be as it was opened, and is so afterwards. */
  void follow(Statement statement, String source, String target) throws SQLException {
    String granted = Dialect.of(statement.getConnection()).granted(target);
    StringBuilder message = new StringBuilder();
    for (String step : statements) {
      String written =
          step.replace(TARGET, target).replace(SOURCE, source).replace(TARGET_PATTERN, granted);
      if (message.length() + written.length() > MESSAGE_LENGTH && !message.isEmpty()) {
        statement.execute(message.toString());
        message.setLength(0);
      }
      boolean last = written.endsWith(END);
      message
          .append(message.isEmpty() ? "" : SEPARATOR)
          .append(last ? written.substring(0, written.length() - END.length()) : written);
      if (last) {
        statement.execute(message.toString());
        message.setLength(0);
      }
    }
    statement.execute(message.toString());
  }

  /** Returns the statements but for those that copy rows. */
  List<String> definitions() {
    return statements.stream()
        .filter(step -> !step.contains(SOURCE) && !step.equals("BEGIN") && !step.equals("COMMIT"))
        .toList();
  }

  void store(Connection connection, String place) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO recipes VALUES (?, ?, ?)")) {
      for (int i = 0; i < statements.size(); i++) {
        insert.setString(1, place);
        insert.setInt(2, i);
        insert.setString(3, statements.get(i));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  static Recipe load(Statement statement, String place) throws SQLException {
    List<String> statements =
        Sessions.query(
            statement,
            "SELECT statement FROM recipes WHERE place = %s ORDER BY step"
                .formatted(Sql.literal(place)),
            row -> row.getString(1));
    if (statements.isEmpty()) {
      throw new SQLException(
          "Nothing is known of how [%s] is copied: it is no template, or it was dropped"
              .formatted(place),
          "42000");
    }
    return new Recipe(new ArrayList<>(statements), false);
  }
}
