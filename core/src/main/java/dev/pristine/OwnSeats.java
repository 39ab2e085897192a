package dev.pristine;

import dev.pristine.spi.Locks.Held;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tenancy of a lease that reserved its connections for itself alone, and opens and ends them
 * itself.
 *
 * @param database the copy
 * @param connections the connections to it
 * @param seats what was reserved
 * @param copies where the copy came from
 */
record OwnSeats(Clone database, PooledConnections connections, Held seats, Copies copies)
    implements Tenancy {

  private static final Logger log = LoggerFactory.getLogger(OwnSeats.class);

  @Override
  public void vacate(Lease lease) {
    lease.endBorrowed();
    connections.close();
    if (lease.isExclusive()) {
      // Also those that the test opened itself, by the URL; and the seats are free only then.
      lease.board().endSessions(lease);
    }
    try {
      seats.close();
    } catch (SQLException e) {
      log.warn(
          "Could not give back the connections that were reserved for [{}]", lease.holder(), e);
    }
  }

  @Override
  public void forget() {
    copies.forget(database);
  }

  @Override
  public void giveBack(Lease lease) {
    vacate(lease);
    if (lease.isReused()) {
      lease.board().removeNote(lease);
    }
    copies.release(database);
  }
}
