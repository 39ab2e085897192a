package dev.pristine.leases;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Takes back what its holder will not give back. */
final class Revoking {

  /** The number of what has expired; the time is asked for three times. */
  static final String EXPIRED =
      """
      (SELECT count(*) FROM resource WHERE state IN ('busy', 'cleaning') AND expires < ?)
        + (SELECT count(*) FROM lock_hold WHERE expires < ?)
        + (SELECT count(*) FROM waiter WHERE expires < ?)""";

  private Revoking() {}

  static void expired(Session session) throws SQLException {
    resources(session, "expired", "expires < ?", session.now());
    locks(session, "expired", "expires < ?", session.now());
    for (long ticket :
        session.query(
            row -> row.getLong(1), "SELECT ticket FROM waiter WHERE expires < ?", session.now())) {
      Queue.leave(session, ticket);
    }
  }

  static void dead(Session session, Set<String> owners) throws SQLException {
    for (String owner : owners) {
      resources(session, "dead", "owner = ?", owner);
      locks(session, "dead", "owner = ?", owner);
      MakingAhead.abandon(session, owner);
      for (long ticket :
          session.query(
              row -> row.getLong(1), "SELECT ticket FROM waiter WHERE owner = ?", owner)) {
        Queue.leave(session, ticket);
      }
      // Only now: what he held of a pool that he cleaned is dirty.
      session.update("DELETE FROM cleaner WHERE owner = ?", owner);
      session.update("DELETE FROM owner WHERE id = ?", owner);
    }
  }

  /** Takes one resource, or lock, from whoever holds it; tells whether anybody did. */
  static boolean byForce(Session session, String pool, String resource) throws SQLException {
    if (pool.equals("lock")) {
      return locks(session, "by force", "name = ?", resource);
    }
    boolean freed =
        session.update(
                "UPDATE resource SET state = "
                    + Book.STATE_AFTER
                    + ", failures = 0, retry_at = 0 WHERE pool = ? AND name = ? AND (state ="
                    + " 'quarantined' OR state = 'dirty' AND NOT EXISTS"
                    + " (SELECT 1 FROM cleaner c WHERE c.pool = resource.pool))",
                pool,
                resource)
            > 0;
    return resources(session, "by force", "pool = ? AND name = ?", pool, resource) || freed;
  }

  private record Held(
      long id, String pool, String name, long generation, String owner, String test) {}

  static boolean resources(Session session, String why, String which, Object... values)
      throws SQLException {
    List<Held> held =
        session.query(
            row ->
                new Held(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    row.getLong(4),
                    row.getString(5),
                    row.getString(6)),
            "SELECT id, pool, name, generation, owner, test FROM resource"
                + " WHERE state IN ('busy', 'cleaning') AND "
                + which,
            values);
    for (Held each : held) {
      session.update(
          "UPDATE resource SET state = CASE WHEN state = 'cleaning' THEN 'dirty' ELSE "
              + Book.STATE_AFTER
              + " END, owner = NULL, test = NULL, since = ?, expires = NULL, ticket = NULL"
              + " WHERE id = ?",
          session.now(),
          each.id());
      write(session, why, each);
    }
    return !held.isEmpty();
  }

  static boolean locks(Session session, String why, String which, Object... values)
      throws SQLException {
    List<Held> held =
        session.query(
            row ->
                new Held(
                    row.getLong(1),
                    "lock",
                    row.getString(2),
                    row.getLong(3),
                    row.getString(4),
                    row.getString(5)),
            "SELECT id, name, generation, owner, test FROM lock_hold WHERE " + which,
            values);
    for (Held each : held) {
      session.update("DELETE FROM lock_hold WHERE id = ?", each.id());
      write(session, why, each);
    }
    return !held.isEmpty();
  }

  private static void write(Session session, String why, Held held) throws SQLException {
    Journal.write(
        session,
        "revoked " + why,
        held.pool(),
        held.name(),
        held.generation(),
        held.owner(),
        held.test());
  }
}
