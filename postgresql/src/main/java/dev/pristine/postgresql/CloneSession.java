package dev.pristine.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one session that the administering role has in a clone, opened when it is needed. Not
 * thread-safe.
 */
final class CloneSession implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CloneSession.class);

  /**
   * Texts of all types must mean the same when they are read again, whatever the database says, and
   * nobody's lock is waited for for long. Losing a restoration in a crash does not matter: whoever
   * had the clone then loses it too.
   */
  private static final String OPTIONS =
      "-c session_replication_role=replica -c search_path=pg_catalog -c row_security=off"
          + " -c lock_timeout=2s -c statement_timeout=60s -c synchronous_commit=off"
          + " -c default_transaction_isolation=read\\ committed -c default_transaction_read_only=off"
          + " -c DateStyle=ISO -c IntervalStyle=postgres -c TimeZone=UTC -c extra_float_digits=1"
          + " -c bytea_output=hex -c lc_monetary=C -c xmloption=content -c jit=off"
          + " -c plan_cache_mode=force_generic_plan -c max_parallel_workers_per_gather=0 -c standard_conforming_strings=on";

  private final Sessions sessions;
  private final String database;
  private @Nullable Connection connection;

  CloneSession(Sessions sessions, String database) {
    this.sessions = sessions;
    this.database = database;
  }

  <T> T with(Sessions.Work<T> work) throws SQLException {
    try (Statement statement = open().createStatement()) {
      return work.on(statement);
    }
  }

  /** Tells whether nothing was prepared yet in the session, because it must be opened first. */
  boolean isNew() throws SQLException {
    return connection == null || connection.isClosed();
  }

  /** Runs statements as one message; returns the number that the last of them answers. */
  long execute(String statements) throws SQLException {
    return with(
        statement -> {
          boolean rows = statement.execute(statements);
          long answer = -1;
          while (rows || statement.getUpdateCount() != -1) {
            if (rows) {
              try (ResultSet result = statement.getResultSet()) {
                result.next();
                answer = result.getLong(1);
              }
            }
            rows = statement.getMoreResults();
          }
          return answer;
        });
  }

  /** Returns the server's number of the session, if it is open. */
  OptionalInt pid() throws SQLException {
    return connection == null
        ? OptionalInt.empty()
        : OptionalInt.of(connection.unwrap(PGConnection.class).getBackendPID());
  }

  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        log.debug("Could not close the session in {}", database, e);
      }
    }
  }

  private Connection open() throws SQLException {
    Connection open = connection;
    if (open == null || open.isClosed()) {
      open = sessions.openSimple(database, OPTIONS);
      connection = open;
    }
    return open;
  }
}
