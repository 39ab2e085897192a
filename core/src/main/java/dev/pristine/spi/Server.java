package dev.pristine.spi;

import dev.pristine.sql.Phrases;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A session on a running server, and the life of one owner: the owner's lock is held by the session
 * and ends with it.
 */
public interface Server extends Phrases, AutoCloseable {

  /** Returns what is known of the server; it does not change while the session lasts. */
  ServerFacts facts();

  /** Returns the databases that Pristine made on this server. */
  Databases databases();

  /** Returns the locks that hold between all sessions on this server. */
  Locks locks();

  /** Returns the server's connections, as they are shared out among all owners. */
  Seats seats();

  /**
   * Returns every owner that is alive at this moment, this session's own among them.
   *
   * <p>An owner's lock is taken before its first database is made. So whoever wants to know which
   * databases are orphans must list the databases first and the owners second.
   */
  List<Owner> livingOwners() throws SQLException;

  /**
   * Makes sure that this owner's lock is still held.
   *
   * @throws SQLException if it was lost, so that others may think this owner dead
   */
  void verifyOwner() throws SQLException;

  /** Returns what brings a used clone back to its template; empty where that cannot be done. */
  default Optional<Rewinder> rewinder() {
    return Optional.empty();
  }

  /** Tells why there is no {@link #rewinder}, and what would change that. */
  default Obstacle obstacleToRewind() {
    return new Obstacle("the engine cannot", List.of());
  }

  /**
   * Why clones cannot be rewound.
   *
   * @param reason what is missing, for people, as the end of a sentence
   * @param remedy what an administrator of the server would run to change it; empty if nothing
   *     would
   */
  record Obstacle(String reason, List<String> remedy) {

    /** Copies the list. */
    public Obstacle {
      remedy = List.copyOf(remedy);
    }
  }

  /**
   * Ends the session and the owner. The last owner to leave an embedded server stops it and keeps
   * its templates for the next, unless it was told to {@link #leaveRunning()}. Idempotent.
   */
  @Override
  void close() throws SQLException;

  /**
   * Lets an embedded server run on when its last owner leaves, because somebody will look at it.
   */
  default void leaveRunning() {}
}
