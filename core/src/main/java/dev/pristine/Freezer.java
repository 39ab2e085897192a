package dev.pristine;

import dev.pristine.spi.Server;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Freezes databases that were leased and written to, so that copies are made of them as of
 * templates. Unlike a template, a frozen database has no fingerprint, and belongs to one owner.
 * Thread-safe.
 */
final class Freezer {

  private static final Logger log = LoggerFactory.getLogger(Freezer.class);

  private final Server server;
  private final Clock clock;
  private final AtomicInteger times = new AtomicInteger();

  Freezer(Server server, Clock clock) {
    this.server = server;
    this.clock = clock;
  }

  /** Ends a lease and freezes its database, which is dropped if that fails. */
  FrozenMigration freeze(Lease lease) throws SQLException {
    DatabaseName written = lease.detach("it was frozen, and only copies of it are used now").name();
    DatabaseName frozen = written.frozen(server.facts().ownerId(), times.incrementAndGet());
    boolean published = false;
    try {
      server
          .databases()
          .publish(
              written.toString(), frozen.toString(), Notes.write(clock.instant(), lease.holder()));
      published = true;
    } finally {
      if (!published) {
        drop(written);
      }
    }
    return new FrozenMigration(frozen, lease.holder());
  }

  /** Drops a database; one that cannot be dropped is left to a later run. */
  void drop(DatabaseName database) {
    try {
      server.databases().drop(database.toString());
    } catch (SQLException e) {
      log.warn("Could not drop {}: a later run will", database, e);
    }
  }
}
