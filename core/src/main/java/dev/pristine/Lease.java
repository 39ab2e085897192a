package dev.pristine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An exclusive hold on a copy of a template, with the connections that are reserved for it.
 *
 * @param tenancy the copy and its connections
 * @param dataSource what the test connects by
 * @param isolation how it is kept apart
 * @param holder who holds it, for people
 * @param since since when
 * @param board all leases of this process
 */
record Lease(
    Tenancy tenancy,
    LeasedDataSource dataSource,
    Isolation isolation,
    String holder,
    Instant since,
    LeaseBoard board) {

  private static final Logger log = LoggerFactory.getLogger(Lease.class);

  Clone database() {
    return tenancy.database();
  }

  /**
   * Ends it.
   *
   * @return where to look, if the database was set aside
   */
  Optional<String> end(boolean failed) {
    board.remove(this);
    tenancy.ended();
    if (isExclusive() && board.keeps(failed)) {
      tenancy.vacate(this);
      return Optional.of(board.setAside(this));
    }
    try {
      board.background(isolation).execute(() -> tenancy.giveBack(this));
    } catch (RejectedExecutionException e) {
      log.debug("[{}] ended its lease after Pristine was closed, which had ended it", holder, e);
    }
    return Optional.empty();
  }

  /** Ends it, and leaves the copy, with nobody in it, to the caller. */
  Clone detach(String why) {
    board.remove(this);
    tenancy.ended();
    tenancy.vacate(this);
    // Whoever uses what the holder was given learns why, not only that it ended.
    dataSource.end(why);
    tenancy.forget();
    return database();
  }

  /** Tells whether nobody else may hold the copy meanwhile. */
  boolean isExclusive() {
    return isolation != Isolation.NONE;
  }

  /** Tells whether the copy outlives the lease. */
  boolean isReused() {
    return isolation == Isolation.PER_WORKER || isolation == Isolation.REWIND;
  }

  /** Ends the connections, because this process lost its right to the database. */
  void revoke(String why) {
    dataSource.revoke(why);
  }

  /** Ends the connections that the holder did not give back, and reports who borrowed them. */
  void endBorrowed() {
    List<Throwable> leaks = dataSource.end("its lease has ended");
    for (Throwable leak : leaks) {
      log.warn(
          "[{}] left a connection open; it was ended now. It was borrowed here:", holder, leak);
    }
  }
}
