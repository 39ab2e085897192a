package dev.pristine;

import dev.pristine.spi.Access;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One leased database: the application's schema and seed data, and nobody else in it, until {@link
 * #close()}. Thread-safe. Whoever acquired it closes it.
 */
public final class TestDatabase implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TestDatabase.class);

  private final Lease lease;
  private final AtomicBoolean closed = new AtomicBoolean();

  TestDatabase(Lease lease) {
    this.lease = lease;
  }

  Lease lease() {
    return lease;
  }

  /**
   * Leaves the lease to the caller, who ends it now.
   *
   * @return false if it has ended already
   */
  boolean leaveToCaller() {
    return closed.compareAndSet(false, true);
  }

  /** Returns the database's name on its server. */
  public String name() {
    return lease.database().name().toString();
  }

  /**
   * Returns pooled connections to this database, at most as many at once as the setting {@code
   * pristine.connections} says. They end with the lease; the data source needs no closing.
   */
  public DataSource dataSource() {
    return lease.dataSource();
  }

  /** Returns the database's address without user and password. */
  public String jdbcUrl() {
    return access().jdbcUrl();
  }

  /** Returns the user to connect as. */
  public String user() {
    return access().user();
  }

  /** Returns that user's password; empty if none. */
  public String password() {
    return access().password();
  }

  /** Returns who holds the lease, as it was given when it was acquired. */
  public String holder() {
    return lease.holder();
  }

  /** Returns since when, by this machine's clock. */
  public Instant since() {
    return lease.since();
  }

  /**
   * Tells what was committed to this database since the lease began, by whomever. Asks the server.
   *
   * @throws PristineException if that is not known, because the isolation is not {@link
   *     Isolation#REWIND}, or the server does not allow it; or the lease has ended
   * @throws ServerException if the server failed
   */
  public Changes changes() {
    if (closed.get()) {
      throw new PristineException(
          "The lease of [%s] has ended: ask for its changes before close().".formatted(holder()));
    }
    try {
      return lease
          .tenancy()
          .changes()
          .map(Changes::of)
          .orElseThrow(
              () ->
                  new PristineException(
                      "What [%s] changed is not known: its isolation is %s, and only REWIND keeps track."
                          .formatted(holder(), lease.isolation())));
    } catch (SQLException e) {
      throw ServerTrouble.translate(
          "Cannot tell what [%s] changed".formatted(holder()), jdbcUrl(), e);
    }
  }

  /**
   * Ends the lease of a test that failed. If the setting {@code pristine.keep} says so, its
   * database is set aside for people to look at.
   *
   * @return where to look and how, for people; empty if the database was not set aside. Never a
   *     password.
   */
  public Optional<String> closeFailed() {
    return closed.compareAndSet(false, true) ? lease.end(true) : Optional.empty();
  }

  /**
   * Ends the lease. Connections that are still open are ended and reported in the log, with the
   * stacks that borrowed them. Returns before the database is ready for others. If the setting
   * {@code pristine.keep} is {@code always}, the database is set aside, and the log tells where.
   * Idempotent.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      lease.end(false).ifPresent(log::info);
    }
  }

  private Access access() {
    return lease.database().access();
  }

  /** Names the database and its holder, not its password. */
  @Override
  public String toString() {
    return "TestDatabase[" + jdbcUrl() + ", held by " + holder() + "]";
  }
}
