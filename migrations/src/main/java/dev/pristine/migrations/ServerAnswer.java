package dev.pristine.migrations;

import java.sql.SQLException;
import java.util.Map;

/**
 * What a server said about a failure.
 *
 * @param message its main line, without a full stop
 * @param position the character of the statement that it means, from 1; 0 if it names none
 * @param more further lines by name, in order
 */
record ServerAnswer(String message, int position, Map<String, String> more) {

  static ServerAnswer of(SQLException failure) {
    if (PostgresqlDriver.isThere()) {
      ServerAnswer answer = PostgresqlDriver.answer(failure);
      if (answer != null) {
        return answer;
      }
    }
    return new ServerAnswer(firstLine(failure), 0, Map.of());
  }

  /** Returns the first line of what a failure says of itself, without its full stop. */
  static String firstLine(Throwable failure) {
    String message = String.valueOf(failure.getMessage()).strip();
    String line = message.lines().findFirst().orElse(message).strip();
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
