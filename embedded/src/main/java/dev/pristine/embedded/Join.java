package dev.pristine.embedded;

import java.sql.SQLException;

/**
 * What a process does to take part in a running server: it connects and takes its owner lock, while
 * nobody can stop the server.
 *
 * @param <T> what it gets by that
 */
@FunctionalInterface
public interface Join<T> {

  /**
   * Takes part. May be called again if the server was not yet, or no longer, ready to be joined.
   */
  T join(Endpoint endpoint) throws SQLException;
}
