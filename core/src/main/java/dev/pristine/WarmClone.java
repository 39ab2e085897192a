package dev.pristine;

import dev.pristine.spi.Locks.Held;
import dev.pristine.spi.Rewindable;
import dev.pristine.spi.Rewindable.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy that is rewound between leases, with the connections that stay open meanwhile and the
 * seats that are reserved for them. It is in one pair of hands at a time: a lease's, its pool's, or
 * those of whoever rewinds it.
 */
final class WarmClone {

  private static final Logger log = LoggerFactory.getLogger(WarmClone.class);

  private final Clone clone;
  private final Rewindable rewindable;
  private final PooledConnections connections;
  private @Nullable Held seats;

  WarmClone(Clone clone, Rewindable rewindable, int connections) {
    this.clone = clone;
    this.rewindable = rewindable;
    this.connections = new PooledConnections(clone.access(), connections);
  }

  Clone copy() {
    return clone;
  }

  Rewindable rewindable() {
    return rewindable;
  }

  PooledConnections connections() {
    return connections;
  }

  /** Takes over seats for its connections and for the one session that the engine has in it. */
  void sit(Held reserved) {
    seats = reserved;
  }

  /** Ends its connections, so that others can have the seats. */
  void standUp() {
    connections.close();
    rewindable.rest();
    Held held = seats;
    seats = null;
    if (held != null) {
      try {
        held.close();
      } catch (SQLException e) {
        log.warn("Could not give back the connections that were reserved for {}", clone.name(), e);
      }
    }
  }

  /** Follows it no longer, and ends its connections. */
  void retire() {
    rewindable.close();
    standUp();
  }

  /** Brings back the sessions that the lease used, and then the data. */
  Outcome rewind(LeasedDataSource lease, boolean verify) throws SQLException {
    List<Connection> idle = connections.borrowIdle();
    try {
      for (Connection connection : idle) {
        if (lease.wasUsed(connection) && !isReset(connection)) {
          connections.evict(connection);
        }
      }
      return connections.quietly(open -> rewindable.rewind(open, verify));
    } finally {
      for (Connection connection : idle) {
        giveBack(connection);
      }
    }
  }

  private void giveBack(Connection connection) throws SQLException {
    if (connection.unwrap(Connection.class).isClosed()) {
      connections.evict(connection);
    } else {
      connection.close();
    }
  }

  private boolean isReset(Connection connection) {
    try {
      rewindable.reset(connection);
      return true;
    } catch (SQLException e) {
      log.debug("A connection to {} cannot be kept", clone.name(), e);
      return false;
    }
  }
}
