package dev.pristine.migrations;

import dev.pristine.Migration;
import dev.pristine.MigrationException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells where a migration failed, and what the server said.
 *
 * @param place the file or change set; empty if unknown
 * @param line where the statement begins; 0 if unknown
 * @param statement what was sent; empty if unknown
 */
record SqlFailure(Migration migration, String place, int line, String statement) {

  private static final int EXCERPT = 200;

  private static final Pattern PASSWORD =
      Pattern.compile("(\\bpassword\\s*=?\\s*)E?'[^']*'?", Pattern.CASE_INSENSITIVE);

  /** Makes the exception. The target's password is struck out wherever it stands. */
  MigrationException of(SQLException cause, Migration.Target target) {
    ServerAnswer answer = ServerAnswer.of(cause);
    StringBuilder message = new StringBuilder("The migration [%s] failed".formatted(migration));
    if (!place.isEmpty()) {
      message.append(" in [").append(place).append("]");
    }
    SqlDialect dialect = SqlDialect.of(target.jdbcUrl());
    int errorLine = errorLine(answer, dialect);
    if (errorLine > 0) {
      message.append(", line ").append(errorLine);
    }
    message.append(": ").append(answer.message());
    message.append(" (SQLState ").append(cause.getSQLState()).append(").");
    if (!statement.isBlank()) {
      message.append("\nStatement");
      if (line > 0 && line != errorLine) {
        message.append(" from line ").append(line);
      }
      message.append(": ").append(excerpt(statement.substring(bodyStart(dialect))));
    }
    answer.more().forEach((name, text) -> message.append("\n%s: %s".formatted(name, text)));
    if ("42501".equals(cause.getSQLState())) {
      message.append(
          "\nThe user [%s] may not do this. If the migration needs an administrator, set pristine.role to admin."
              .formatted(target.user()));
    }
    message.append("\nNothing of it was kept.");
    return new MigrationException(masked(message.toString(), target.password()), cause);
  }

  private int errorLine(ServerAnswer answer, SqlDialect dialect) {
    int length = statement.codePointCount(0, statement.length());
    if (line == 0 || answer.position() == 0 || answer.position() > length) {
      return line;
    }
    int error = statement.offsetByCodePoints(0, answer.position() - 1);
    return line + SqlSplitter.lineBreaks(statement, bodyStart(dialect), error);
  }

  /** Returns where the statement begins after comments, which is what its line means. */
  private int bodyStart(SqlDialect dialect) {
    SqlLexer lexer = new SqlLexer(statement, dialect);
    try {
      for (SqlToken token = lexer.next(); token != null; token = lexer.next()) {
        if (token.shape() != SqlToken.Shape.BLANK) {
          return token.start();
        }
      }
    } catch (SqlLexer.UnterminatedException e) {
      return 0;
    }
    return 0;
  }

  /** Returns a statement's beginning on one line, with the passwords in it struck out. */
  static String excerpt(String statement) {
    String oneLine =
        PASSWORD.matcher(statement.strip()).replaceAll("$1'***'").replaceAll("\\s+", " ");
    return oneLine.length() <= EXCERPT ? oneLine : oneLine.substring(0, EXCERPT) + "…";
  }

  /** Strikes out a password. */
  static String masked(String text, @Nullable String password) {
    return password == null || password.isEmpty() ? text : text.replace(password, "***");
  }
}
