package dev.pristine;

import dev.pristine.spi.Locks.Held;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An exclusive hold on a copy of a template, with the connections that are reserved for it.
 *
 * @param database the copy
 * @param seats the reserved connections
 * @param copies where the copy came from
 * @param dataSource the connections
 * @param isolation how it is kept apart
 * @param holder who holds it, for people
 * @param since since when
 * @param board all leases of this process
 */
record Lease(
    Clone database,
    Held seats,
    Copies copies,
    LeasedDataSource dataSource,
    Isolation isolation,
    String holder,
    Instant since,
    LeaseBoard board) {

  private static final Logger log = LoggerFactory.getLogger(Lease.class);

  private static final String ENDED = "its lease has ended";

  /**
   * Ends it.
   *
   * @return where to look, if the database was set aside
   */
  Optional<String> end(boolean failed) {
    board.remove(this);
    if (isExclusive() && board.keeps(failed)) {
      endConnections(ENDED);
      return Optional.of(board.setAside(this));
    }
    try {
      board.background().execute(this::giveBack);
    } catch (RejectedExecutionException e) {
      log.debug("[{}] ended its lease after Pristine was closed, which had ended it", holder, e);
    }
    return Optional.empty();
  }

  /** Ends it, and leaves the copy to the caller. */
  Clone detach(String why) {
    board.remove(this);
    endConnections(why);
    copies.forget(database);
    return database;
  }

  /** Tells whether nobody else may hold the copy meanwhile. */
  boolean isExclusive() {
    return isolation != Isolation.NONE;
  }

  /** Tells whether the copy outlives the lease. */
  boolean isReused() {
    return isolation == Isolation.PER_WORKER;
  }

  /** Ends the connections, because this process lost its right to the database. */
  void revoke(String why) {
    dataSource.end(why);
  }

  private void giveBack() {
    endConnections(ENDED);
    if (isReused()) {
      board.removeNote(this);
    }
    copies.release(database);
  }

  private void endConnections(String why) {
    List<Throwable> leaks = dataSource.end(why);
    for (Throwable leak : leaks) {
      log.warn(
          "[{}] left a connection open; it was ended now. It was borrowed here:", holder, leak);
    }
    if (isExclusive()) {
      // Also those that the test opened itself, by the URL; and the seats are free only then.
      board.endSessions(this);
    }
    try {
      seats.close();
    } catch (SQLException e) {
      log.warn("Could not give back the connections that were reserved for [{}]", holder, e);
    }
  }
}
