package dev.pristine.spi;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * The server's connections, as they are shared out among all owners. A reservation ends with its
 * owner, however that ends.
 */
public interface Seats {

  /** The name of the lock that whoever reserves holds alone: see {@link #tryReserve}. */
  String LOCK = "seats";

  /**
   * Reserves connections if the server has them to spare: its limit less what is reserved by
   * anybody, less the sessions that are not Pristine's, less what owners need for themselves. The
   * caller must be the only one in the whole server that asks at this moment, and sees to it by a
   * lock.
   */
  Optional<Locks.Held> tryReserve(int connections) throws SQLException;

  /** Returns at the latest after {@code patience}, and as soon as somebody gave a seat back. */
  void awaitReturn(Duration patience) throws SQLException, InterruptedException;

  /** Asks other owners for the connections that they keep without need. */
  void ask() throws SQLException;

  /** Tells whether another owner has asked a moment ago. Does not wait for the server. */
  boolean isWanted();

  /** Describes how the connections are used now, for people. */
  String describe() throws SQLException;
}
