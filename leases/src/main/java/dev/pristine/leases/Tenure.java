package dev.pristine.leases;

import java.time.Duration;
import java.util.Optional;

/** What becomes of a lease after it was given: asked for, renewed, given back. Thread-safe. */
final class Tenure {

  private final Leases leases;

  Tenure(Leases leases) {
    this.leases = leases;
  }

  /** Tells whether it is still held. */
  boolean holds(Grant grant) {
    return !leases.store().isLost()
        && leases
            .store()
            .read("check a lease", session -> Book.isHeld(session, leases.store().owner(), grant));
  }

  /** Holds it for longer; tells whether it was still held. */
  boolean renew(Grant grant, Duration time) {
    if (leases.store().isLost()) {
      return false;
    }
    return leases
        .store()
        .transact(
            "renew a lease",
            session ->
                Book.isHeld(session, leases.store().owner(), grant)
                    && session.update(
                            "UPDATE "
                                + (grant.lock() ? "lock_hold" : "resource")
                                + " SET expires = ? WHERE id = ?",
                            session.now()
                                + Math.max(time.toMillis(), leases.leaseTime().toMillis()),
                            grant.id())
                        > 0);
  }

  /** Gives a lease back; tells whether it was still held. */
  boolean giveBack(Lease lease) {
    boolean done = leases.store().isLost();
    try {
      boolean was = !done && giveBack(lease.grant(), lease.test());
      done = true;
      leases.cleaning().look();
      return was;
    } finally {
      leases.possession().remove(lease);
      if (!done) {
        leases.possession().doubt();
      }
    }
  }

  private boolean giveBack(Grant grant, String test) {
    Optional<Store.GivenBack> quick = leases.store().giveBackQuickly(test, grant);
    if (quick.isEmpty()) {
      return leases.change(
          "give back [" + grant.resource().name() + "]",
          session -> Book.release(session, leases.store().owner(), test, grant));
    }
    if (quick.get().wanted()) {
      // Should this process die before, those who wait look themselves, a little later.
      leases.serve();
    }
    return quick.get().done();
  }
}
