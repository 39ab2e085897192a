package dev.pristine.spi;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** One kind of DBMS. Found by {@link java.util.ServiceLoader}; thread-safe. */
public interface Engine {

  /**
   * Returns the engine's name, such as {@code postgresql}, as it stands in settings and reports.
   */
  String name();

  /**
   * Tells what the engine can do, and how or within which limits, for people. What is missing it
   * cannot do.
   */
  default Map<Ability, String> abilities() {
    return Map.of();
  }

  /**
   * Tells whether the text of the setting {@code pristine.server} names a server of this engine:
   * its JDBC URL, or {@code embedded:} and the engine's name.
   */
  boolean recognises(String server);

  /**
   * Opens a session on the server, starting an embedded one if none runs, and takes the lock of a
   * new owner, which ends when this process does, however it ends.
   *
   * @return the session; the caller closes it
   * @throws SQLException if the server cannot be reached or started, or refuses us
   */
  Server open(ServerRequest request) throws SQLException;

  /**
   * Opens a session as {@link #open} does, but only on a server that runs already.
   *
   * @return the session, which the caller closes; empty if an embedded server is not running
   */
  Optional<Server> join(ServerRequest request) throws SQLException;

  /**
   * Removes what an embedded server that is not running has left in the cache: its templates and
   * its unpacked binaries. Does nothing for a server that is not ours to start.
   *
   * @throws SQLException if the server is running
   */
  void purge(ServerRequest request) throws SQLException;
}
