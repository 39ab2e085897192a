package dev.pristine.migrations;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The only class that knows PostgreSQL's JDBC driver, which is an optional dependency: for what
 * JDBC has no words for. Its methods must be called only where {@link #isThere} is true.
 */
final class PostgresqlDriver {

  private PostgresqlDriver() {}

  /** Tells whether the driver is on the class path. */
  static boolean isThere() {
    return OptionalClass.isThere("org.postgresql.PGConnection");
  }

  /** Sends a COPY and the data for it. */
  static void copy(Connection connection, String statement, String data) throws SQLException {
    if (!connection.isWrapperFor(PGConnection.class)) {
      throw new SQLFeatureNotSupportedException(
          "Only PostgreSQL's own driver takes the data of COPY … FROM stdin");
    }
    try {
      connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement, new StringReader(data));
    } catch (IOException e) {
      throw new IllegalStateException("A string can always be read", e);
    }
  }

  /** Returns what the server said, or null if it was not asked or is another one. */
  static @Nullable ServerAnswer answer(SQLException failure) {
    if (!(failure instanceof PSQLException known)) {
      return null;
    }
    ServerErrorMessage said = known.getServerErrorMessage();
    if (said == null) {
      return null;
    }
    Map<String, String> more = new LinkedHashMap<>();
    put(more, "Detail", said.getDetail());
    put(more, "Hint", said.getHint());
    put(more, "Where", said.getWhere());
    String message = "%s: %s".formatted(said.getSeverity(), said.getMessage());
    return new ServerAnswer(message, said.getPosition(), more);
  }

  private static void put(Map<String, String> more, String name, @Nullable String text) {
    if (text != null && !text.isBlank()) {
      more.put(name, text.lines().findFirst().orElse(text));
    }
  }
}
