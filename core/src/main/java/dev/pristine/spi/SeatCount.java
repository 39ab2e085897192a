package dev.pristine.spi;

import java.sql.SQLException;
import java.time.Duration;

/**
 * How a server's connections are used at a moment, and what follows from it. Immutable.
 *
 * @param limit how many connections the server takes
 * @param reservedByServer how many of them it keeps for others than us
 * @param ownSessions the most sessions that one owner needs for itself
 * @param owners how many owners live
 * @param leased how many connections are reserved for leases
 * @param foreign how many sessions are not Pristine's
 * @param open how many sessions the owners have for themselves
 */
public record SeatCount(
    int limit,
    int reservedByServer,
    int ownSessions,
    int owners,
    int leased,
    int foreign,
    int open) {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  /** Counts anew. */
  @FunctionalInterface
  public interface Counting {

    /** Returns how the connections are used now. */
    SeatCount now() throws SQLException;
  }

  /**
   * Waits until there is room for the other sessions of an owner that counts already, so that it
   * takes no connection that a lease has reserved. It goes on after two seconds: where leases are
   * held for long, there may still be connections for it.
   */
  public static void awaitRoomToBegin(Seats seats, Counting counting) throws SQLException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!counting.now().hasRoomToBegin() && System.nanoTime() < end) {
        seats.ask();
        seats.awaitReturn(LOOK_AGAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Tells whether so many can be reserved now.
   *
   * @throws SQLException if they could never be, even by the only owner
   */
  public boolean isFree(int connections) throws SQLException {
    if (connections > limit - reservedByServer - ownSessions - newcomers(1)) {
      throw new SQLException(
          "A lease of %d connections can never be had: %s. Lower pristine.connections or raise max_connections"
              .formatted(connections, this),
          "53300");
    }
    return connections <= free();
  }

  private int free() {
    return room() - newcomers(owners);
  }

  private int room() {
    return limit - reservedByServer - ofOwners() - foreign - leased;
  }

  /** Whether there is room for what the owners need, or none can be expected from others. */
  private boolean hasRoomToBegin() {
    return room() >= 0 || leased == 0;
  }

  /** What owners need for themselves, or what they have, if they happen to have more. */
  private int ofOwners() {
    return Math.max(owners * ownSessions, open);
  }

  /**
   * Kept free, so that another process can at least begin; then it counts as an owner. The fewer
   * there are, the more may be about to come in the same moment, as forks of one run do.
   */
  private int newcomers(int beside) {
    int one = Math.min(ownSessions, limit / 20);
    return Math.max(one, Math.min(ownSessions - beside, limit / 10));
  }

  /** Tells people where the connections are. */
  @Override
  public String toString() {
    String reserved = reservedByServer == 0 ? "" : reservedByServer + " reserved by the server, ";
    return "limit %d, less %s%d for %d processes of Pristine, %d for processes to come, %d foreign, %d leased: %d free"
        .formatted(
            limit,
            reserved,
            ofOwners(),
            owners,
            newcomers(owners),
            foreign,
            leased,
            Math.max(0, free()));
  }
}
