package dev.pristine.mariadb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one session that the administering account has in a clone, opened when it is needed. Not
 * thread-safe.
 */
final class CloneSession implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CloneSession.class);

  /** Longer than any statement may take: then it is the server, or the way to it, that is gone. */
  private static final int NETWORK_PATIENCE_MILLIS = 90_000;

  private final Sessions sessions;
  private final String settings;
  private final String place;
  private @Nullable Connection connection;

  /**
   * Makes one.
   *
   * @param settings the statement that readies it, besides what readies all sessions
   */
  CloneSession(Sessions sessions, String settings, String place) {
    this.sessions = sessions;
    this.settings = settings;
    this.place = place;
  }

  <T> T with(Sessions.Work<T> work) throws SQLException {
    try (Statement statement = open().createStatement()) {
      return work.on(statement);
    }
  }

  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        log.debug("Could not close the session in {}", place, e);
      }
    }
  }

  private Connection open() throws SQLException {
    Connection open = connection;
    if (open == null || open.isClosed()) {
      open = sessions.open(place);
      connection = open;
      open.setNetworkTimeout(Runnable::run, NETWORK_PATIENCE_MILLIS);
      try (Statement statement = open.createStatement()) {
        statement.execute(settings);
      }
    }
    return open;
  }
}
