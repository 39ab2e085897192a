package dev.pristine.leases;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Fills what a factory's pool has lent, unless that lay ready: only now is the resource made. */
final class Making {

  private Making() {}

  static Resource resource(Leases leases, Grant grant) {
    Pool pool = grant.lock() ? null : leases.pool(grant.pool());
    if (pool == null) {
      return grant.resource();
    }
    Factory factory = pool.factory();
    if (factory == null) {
      return grant.resource().withSecrets(pool.secrets());
    }
    if (grant.resource().isMade()) {
      // The next may be made now.
      leases.cleaning().look();
      return grant.resource().withSecrets(pool.secrets());
    }
    waitForPace(leases, pool);
    Resource made = make(factory, pool, grant.resource().name());
    boolean noted =
        noteOrDispose(
            factory,
            made,
            () ->
                leases
                        .store()
                        .transact(
                            "note what was made",
                            session ->
                                session.update(
                                    "UPDATE resource SET attributes = ?, secrets = ?"
                                        + " WHERE id = ? AND generation = ?",
                                    Json.write(made.open()),
                                    Json.write(made.secret()),
                                    grant.id(),
                                    grant.generation()))
                    > 0);
    if (!noted) {
      throw new LeaseLostException(
          "The making of a resource of ["
              + pool.name()
              + "] took so long that its lease was lost.");
    }
    return made;
  }

  /**
   * Makes one.
   *
   * @throws LeaseException if the factory fails, or makes nothing
   */
  static Resource make(Factory factory, Pool pool, String name) {
    try {
      Map<String, String> attributes = factory.make();
      if (attributes.isEmpty()) {
        throw new LeaseException(
            "The factory of the pool ["
                + pool.name()
                + "] made something without attributes: it could not be told from nothing, nor be"
                + " disposed of.");
      }
      return Resource.of(name, attributes).withSecrets(pool.secrets());
    } catch (LeaseException e) {
      throw e;
    } catch (Exception e) {
      throw new LeaseException(
          "The factory of the pool [" + pool.name() + "] failed: " + e.getMessage(), e);
    }
  }

  /**
   * Notes what was made. Where that fails, nobody else knows of it, and it is disposed of here.
   *
   * @param note tells whether there was still a place for it
   */
  static boolean noteOrDispose(Factory factory, Resource made, BooleanSupplier note) {
    boolean noted;
    try {
      noted = note.getAsBoolean();
    } catch (RuntimeException e) {
      try {
        dispose(factory, made);
      } catch (LeaseException undisposed) {
        e.addSuppressed(undisposed);
      }
      throw e;
    }
    if (!noted) {
      dispose(factory, made);
    }
    return noted;
  }

  private static void dispose(Factory factory, Resource made) {
    try {
      factory.dispose(made);
    } catch (Exception e) {
      throw new LeaseException("Could not dispose of " + made + ": nobody else will.", e);
    }
  }

  private static void waitForPace(Leases leases, Pool pool) {
    long pace = pool.pace().toMillis();
    if (pace <= 0) {
      return;
    }
    long pause =
        leases
            .store()
            .transact(
                "wait for the pace of [" + pool.name() + "]",
                session -> {
                  List<Long> next =
                      session.query(
                          row -> row.getLong(1),
                          "SELECT next_making FROM pool WHERE name = ?",
                          pool.name());
                  long at = Math.max(session.now(), next.isEmpty() ? 0 : next.get(0));
                  session.update(
                      "UPDATE pool SET next_making = ? WHERE name = ?", at + pace, pool.name());
                  return at - session.now();
                });
    try {
      TimeUnit.MILLISECONDS.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LeaseException("Interrupted while waiting for the pace of a factory.", e);
    }
  }
}
