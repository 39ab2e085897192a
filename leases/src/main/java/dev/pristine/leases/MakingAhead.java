package dev.pristine.leases;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has what factories make ready before anybody wants it. What is ready is free like anything else,
 * and stands under the name of the process that made it.
 */
final class MakingAhead {

  private static final Logger log = LoggerFactory.getLogger(MakingAhead.class);

  /** For whom it is held while it is made, and what the journal tells. */
  private static final String TEST = "maker";

  /** What has been made ahead, or is being made, and its place. */
  private static final String READY =
      "SELECT count(*) FROM resource WHERE pool = ?"
          + " AND (state = 'free' AND owner IS NOT NULL OR state = 'cleaning' AND test = '"
          + TEST
          + "')";

  private static final String FIND =
      "SELECT id, name, generation, since, failures FROM resource WHERE pool = ?"
          + " AND state = 'free' AND owner IS NULL AND attributes = '{}' AND secrets = '{}'"
          + " AND retry_at <= ? ORDER BY since, id LIMIT 1";

  private final Leases leases;

  MakingAhead(Leases leases) {
    this.leases = leases;
  }

  /** Where something is to be made; what is free for the longest time is lent first. */
  private record Place(long id, String name, long generation, long since, int failures) {}

  /** Makes one if it is missing and may be made now; tells whether it was. */
  boolean makeOne(Pool pool) {
    Factory factory = pool.factory();
    if (factory == null || pool.ahead() == 0) {
      return false;
    }
    return leases
        .possession()
        .during(
            ticket -> {
              Optional<Place> claimed = claim(pool, ticket);
              claimed.ifPresent(place -> make(factory, pool, place));
              return claimed.isPresent();
            });
  }

  private Optional<Place> claim(Pool pool, long ticket) {
    // Mostly there is nothing to make, and then nobody is kept from the store.
    if (leases
        .store()
        .read("look for what is to be made", session -> find(session, pool))
        .isEmpty()) {
      return Optional.empty();
    }
    return leases
        .store()
        .transact(
            "take a place for what is to be made",
            session -> {
              Optional<Place> found = find(session, pool);
              if (found.isPresent()) {
                Place place = found.get();
                Book.workOn(session, leases.worker(ticket, TEST), place.id(), place.generation());
                session.update(
                    "UPDATE pool SET next_making = ? WHERE name = ?",
                    session.now() + pool.pace().toMillis(),
                    pool.name());
                write(session, "making", pool, place);
              }
              return found;
            });
  }

  private static Optional<Place> find(Session session, Pool pool) throws SQLException {
    boolean wanted =
        session.number(READY, pool.name()) < pool.ahead()
            && session.number(
                    "SELECT count(*) FROM pool WHERE name = ? AND next_making <= ?",
                    pool.name(),
                    session.now())
                > 0;
    List<Place> places =
        wanted
            ? session.query(
                row ->
                    new Place(
                        row.getLong(1),
                        row.getString(2),
                        Math.max(row.getLong(3) + 1, session.now()),
                        row.getLong(4),
                        row.getInt(5)),
                FIND,
                pool.name(),
                session.now())
            : List.of();
    return places.stream().findFirst();
  }

  private void make(Factory factory, Pool pool, Place place) {
    Resource made;
    try {
      made = Making.make(factory, pool, place.name());
    } catch (LeaseException | Error e) {
      int failures = place.failures() + 1;
      // Whoever wants one is told more: the message might hold a password.
      log.warn(
          "Could not make a resource of [{}] ahead, attempt {}: {}; it is tried again",
          pool.name(),
          failures,
          Optional.ofNullable(e.getCause()).orElse(e).getClass().getName());
      log.debug("The factory failed", e);
      finish(pool, place, Resource.of(place.name()), failures);
      return;
    }
    Making.noteOrDispose(factory, made, () -> finish(pool, place, made, 0));
  }

  /** Tells whether the place was still there. */
  private boolean finish(Pool pool, Place place, Resource made, int failures) {
    return leases.change(
        "tell what was made",
        session -> {
          boolean there =
              session.update(
                      "UPDATE resource SET state = 'free', owner = ?, test = NULL, since = ?,"
                          + " expires = NULL, ticket = NULL, attributes = ?, secrets = ?,"
                          + " failures = ?, retry_at = ?"
                          + " WHERE id = ? AND generation = ? AND state = 'cleaning'",
                      made.isMade() ? leases.store().owner() : null,
                      place.since(),
                      Json.write(made.open()),
                      Json.write(made.secret()),
                      failures,
                      failures == 0 ? 0L : session.now() + Cleaning.pauseMillis(failures),
                      place.id(),
                      place.generation())
                  > 0;
          if (there) {
            write(session, failures == 0 ? "made" : "factory failed", pool, place);
          }
          return there;
        });
  }

  private void write(Session session, String event, Pool pool, Place place) throws SQLException {
    Journal.write(
        session,
        event,
        pool.name(),
        place.name(),
        place.generation(),
        leases.store().owner(),
        TEST);
  }

  /** Has what an owner made, and nobody wanted, disposed of by whoever does that. */
  static void abandon(Session session, String owner) throws SQLException {
    session.update(
        "UPDATE resource SET state = "
            + Book.STATE_AFTER
            + ", used = 1, owner = NULL WHERE state = 'free' AND owner = ?",
        owner);
  }
}
