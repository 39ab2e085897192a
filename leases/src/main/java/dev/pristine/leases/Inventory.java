package dev.pristine.leases;

import java.sql.SQLException;
import java.util.List;

/**
 * Compares what stands in the store under an owner with what its process knows: that is renewed,
 * and the rest is given back.
 */
final class Inventory {

  private static final String ANYTHING =
      """
      SELECT (SELECT count(*) FROM resource WHERE owner = ?)
        + (SELECT count(*) FROM lock_hold WHERE owner = ?)
        + (SELECT count(*) FROM waiter WHERE owner = ?)""";

  private Inventory() {}

  /** Tells whether there is anything to renew, or to give back. */
  static boolean isNeeded(Session session, String owner) throws SQLException {
    return session.number(ANYTHING, owner, owner, owner) > 0;
  }

  static void take(Session session, String owner, Possession possession, long expires)
      throws SQLException {
    for (long resource :
        unknown(
            session,
            possession,
            false,
            "SELECT id, generation, ticket FROM resource WHERE owner = ?",
            owner)) {
      Revoking.resources(session, "forgotten", "id = ?", resource);
    }
    for (long lock :
        unknown(
            session,
            possession,
            true,
            "SELECT id, generation, ticket FROM lock_hold WHERE owner = ?",
            owner)) {
      Revoking.locks(session, "forgotten", "id = ?", lock);
    }
    for (long ticket :
        session.query(row -> row.getLong(1), "SELECT ticket FROM waiter WHERE owner = ?", owner)) {
      if (!possession.knows(ticket)) {
        Queue.leave(session, ticket);
      }
    }
    Book.renew(session, owner, expires);
  }

  private record Held(long id, boolean known) {}

  private static List<Long> unknown(
      Session session, Possession possession, boolean lock, String sql, String owner)
      throws SQLException {
    List<Held> held =
        session.query(
            row ->
                new Held(
                    row.getLong(1),
                    possession.knows(lock, row.getLong(1), row.getLong(2), row.getLong(3))),
            sql,
            owner);
    return held.stream().filter(each -> !each.known()).map(Held::id).toList();
  }
}
