package dev.pristine.embedded;

import java.sql.SQLException;
import java.util.Set;

/** What a process does when it leaves a running server, while nobody can join or stop it. */
@FunctionalInterface
public interface Departure {

  /**
   * Ends this process's part in the server, asks whether anybody else takes part, and ends the
   * session.
   *
   * <p>It must give back its own lock in so many words: the server notices the end of a session
   * some time after the client, and whoever leaves next would take us for alive. Not called if the
   * server is no longer running: then no session can be alive either.
   */
  Farewell lastLook(Endpoint endpoint) throws SQLException;

  /** What is to become of the server. */
  sealed interface Farewell {

    /** It runs on: others take part, or somebody will look at it. */
    record RunsOn() implements Farewell {}

    /**
     * It stops.
     *
     * @param worthKeeping names everything in the data that the next start should find, such as the
     *     templates; the data goes back to the cache if these are others than at the start
     */
    record Stops(Set<String> worthKeeping) implements Farewell {

      /** Copies the set. */
      public Stops {
        worthKeeping = Set.copyOf(worthKeeping);
      }
    }
  }
}
