package dev.pristine;

import dev.pristine.spi.Rewindable.Change;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What a lease has for its time: a copy, and connections that were reserved for it. */
interface Tenancy {

  /** Returns the copy. */
  Clone database();

  /** Returns the connections to it. */
  PooledConnections connections();

  /**
   * Tells what was changed in the copy since the lease began; empty if it is not followed.
   *
   * @throws SQLException if that cannot be told
   */
  default Optional<List<Change>> changes() throws SQLException {
    return Optional.empty();
  }

  /** Notes that the lease has ended, at once, whatever is still to be done behind it. */
  default void ended() {}

  /** Ends everybody's connections to the copy, because it is to be set aside. */
  void vacate(Lease lease);

  /** Counts the copy as gone, after it was vacated. */
  void forget();

  /** Ends the lease's part in the copy and has it made fit for the next, or dropped. */
  void giveBack(Lease lease);
}
