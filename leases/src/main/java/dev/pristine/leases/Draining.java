package dev.pristine.leases;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Takes a pool out of the store. For what is held it stands in the queue like anybody else, so that
 * nobody who comes later gets it; what comes back is taken out instead of being lent.
 */
final class Draining {

  private static final long LOOK_MILLIS = 50;

  /** The ticket of nobody at all: not of one who did not have to wait, either. */
  private static final long NONE = Long.MIN_VALUE;

  /** For whom it waits, and what the journal tells. */
  private static final String TEST = "drain";

  private static final Duration LONGEST = Duration.ofDays(365);

  private final Leases leases;
  private final String pool;
  private long ticket = NONE;

  Draining(Leases leases, String pool) {
    this.leases = leases;
    this.pool = Texts.name("name of a pool", pool);
  }

  List<Holding> drain(Duration patience) {
    long end = System.nanoTime() + (patience.compareTo(LONGEST) > 0 ? LONGEST : patience).toNanos();
    try {
      List<Holding> held = leases.changeServed("drain " + this, this::step);
      while (!held.isEmpty() && System.nanoTime() - end < 0) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        leases.requireOpen();
        if (leases.store().read("look whether " + this + " is drained", this::isAnythingBack)) {
          held = leases.changeServed("drain " + this, this::step);
        }
      }
      return held;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LeaseException("Interrupted while draining " + this + ".", e);
    } finally {
      leave();
    }
  }

  /** Tells whether there is something to do: also where others took out what was held. */
  private boolean isAnythingBack(Session session) throws SQLException {
    return count(session, "NOT IN") > 0 || count(session, "IN") == 0 || !isWaiting(session);
  }

  private long count(Session session, String in) throws SQLException {
    return session.number(
        "SELECT count(*) FROM resource WHERE pool = ? AND state " + in + " ('busy', 'cleaning')",
        pool);
  }

  private boolean isWaiting(Session session) throws SQLException {
    return session.number("SELECT count(*) FROM waiter WHERE ticket = ?", ticket) > 0;
  }

  private record Removed(String name, long generation) {}

  /** Takes out what nobody holds, and what this has been given; returns what others hold. */
  private List<Holding> step(Session session) throws SQLException {
    String own = "(owner = ? AND ticket = ?)";
    String which = "pool = ? AND (state NOT IN ('busy', 'cleaning') OR " + own + ")";
    String owner = leases.store().owner();
    List<Removed> removed =
        session.query(
            row -> new Removed(row.getString(1), row.getLong(2)),
            "SELECT name, generation FROM resource WHERE " + which,
            pool,
            owner,
            ticket);
    for (Removed each : removed) {
      Journal.write(session, "removed", pool, each.name(), each.generation(), owner, TEST);
    }
    session.update("DELETE FROM resource WHERE " + which, pool, owner, ticket);
    List<Holding> held = Stock.held(session, pool);
    if (held.isEmpty()) {
      session.update("DELETE FROM pool WHERE name = ?", pool);
    } else if (!isWaiting(session)) {
      leases.possession().forget(ticket);
      List<Requirement> wants =
          held.stream().map(each -> Requirement.of(pool).named(each.resource().name())).toList();
      ticket =
          Queue.enter(session, new Applicant(0, owner, TEST, leases.leaseTime().toMillis(), wants));
      leases.possession().expect(ticket);
    }
    return held;
  }

  private void leave() {
    if (ticket != NONE) {
      leases.change(
          "stop draining " + this,
          session -> {
            Queue.leave(session, ticket);
            for (Grant given : Book.givenTo(session, leases.store().owner(), ticket)) {
              Book.release(session, leases.store().owner(), TEST, given);
            }
            return true;
          });
      leases.possession().forget(ticket);
    }
  }

  @Override
  public String toString() {
    return "the pool [" + pool + "]";
  }
}
