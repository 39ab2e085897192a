package dev.pristine.spi;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Locks by name that hold between all sessions on a server, and end with the session that took
 * them, however it ends.
 */
public interface Locks {

  /**
   * Takes a lock that nobody else then holds, waiting in the order of arrival.
   *
   * @param patience how long to wait; at least a millisecond
   * @return the lock, or empty if the time ran out
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  Optional<Held> exclusive(String name, Duration patience)
      throws SQLException, InterruptedException;

  /** Takes a lock that nobody else then holds, or returns empty at once if somebody does. */
  Optional<Held> tryExclusive(String name) throws SQLException;

  /** Takes a lock that others may share, or returns empty at once if somebody has it alone. */
  Optional<Held> tryShared(String name) throws SQLException;

  /** Something held on the server until it is closed or the session ends. */
  interface Held extends AutoCloseable {

    /** Gives it back. Idempotent. */
    @Override
    void close() throws SQLException;
  }
}
