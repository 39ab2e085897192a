package dev.pristine.leases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The rows of resources and locks: what is lent, given back, taken back. */
final class Book {

  private static final String COLUMNS = "pool, name, attributes, secrets, generation, id";

  private Book() {}

  /** Tells which of some resources a pool does not have yet, or with other attributes. */
  static List<Resource> news(Session session, String pool, List<Resource> resources)
      throws SQLException {
    Map<String, Resource> known = new HashMap<>();
    resources(session, pool).forEach(each -> known.put(each.name(), each));
    return resources.stream().filter(each -> !each.equals(known.get(each.name()))).toList();
  }

  /** Returns what is in a pool, in whatever state it is. */
  static List<Resource> resources(Session session, String pool) throws SQLException {
    return session.query(
        row -> Resource.stored(row.getString(1), row.getString(2), row.getString(3)),
        "SELECT name, attributes, secrets FROM resource WHERE pool = ?",
        pool);
  }

  /**
   * Puts resources into a pool, or their new attributes, in whatever state they are; at the end of
   * the transaction, so whoever waits for them is to be served in the next.
   */
  static void stock(Session session, String pool, List<Resource> resources) throws SQLException {
    for (Resource resource : news(session, pool, resources)) {
      session.later(
          "INSERT INTO resource (pool, name, attributes, secrets, state, since, generation,"
              + " used, failures, retry_at) VALUES (?, ?, ?, ?, 'free', ?, 0, 0, 0, 0)"
              + " ON CONFLICT (pool, name) DO UPDATE"
              + " SET attributes = excluded.attributes, secrets = excluded.secrets",
          pool,
          resource.name(),
          Json.write(resource.open()),
          Json.write(resource.secret()),
          session.now());
    }
  }

  /** Puts resources into a pool that are not there yet. */
  static void stockMissing(Session session, String pool, List<Resource> resources)
      throws SQLException {
    List<String> known =
        session.query(row -> row.getString(1), "SELECT name FROM resource WHERE pool = ?", pool);
    stock(session, pool, resources.stream().filter(each -> !known.contains(each.name())).toList());
  }

  static Grant lend(Session session, Applicant to, int position, long id, long before)
      throws SQLException {
    // Never smaller than the time: it grows also across a store that was lost or dropped.
    long generation = Math.max(before + 1, session.now());
    List<Grant> lent =
        session.query(
            row -> grant(row, position),
            "UPDATE resource SET state = 'busy', owner = ?, test = ?, since = ?, expires = ?,"
                + " generation = ?, ticket = ?, used = 1 WHERE id = ? AND state = 'free' RETURNING "
                + COLUMNS,
            to.owner(),
            to.test(),
            session.now(),
            session.now() + to.leaseTime(),
            generation,
            to.ticket(),
            id);
    if (lent.isEmpty()) {
      throw new SQLException("Resource " + id + " is no longer free: somebody changed it alone");
    }
    Grant grant = lent.get(0);
    Journal.write(
        session,
        "granted",
        grant.pool(),
        grant.resource().name(),
        generation,
        to.owner(),
        to.test());
    return grant;
  }

  /** Takes something out of everybody's reach while it is worked on. */
  static void workOn(Session session, Applicant by, long id, long generation) throws SQLException {
    session.update(
        "UPDATE resource SET state = 'cleaning', owner = ?, test = ?, since = ?, expires = ?,"
            + " generation = ?, ticket = ? WHERE id = ?",
        by.owner(),
        by.test(),
        session.now(),
        session.now() + by.leaseTime(),
        generation,
        by.ticket(),
        id);
  }

  private static Grant grant(ResultSet row, int position) throws SQLException {
    Resource resource = Resource.stored(row.getString(2), row.getString(3), row.getString(4));
    return new Grant(position, false, row.getLong(6), row.getString(1), resource, row.getLong(5));
  }

  static Grant lock(Session session, Applicant to, int position) throws SQLException {
    Requirement want = to.wants().get(position);
    // One number for all locks, which stays when a lock's rows have gone.
    long generation =
        session.number(
            "UPDATE lock_generation SET newest = CASE WHEN newest < ? THEN ? ELSE newest + 1 END"
                + " RETURNING newest",
            session.now(),
            session.now());
    long id =
        session.number(
            "INSERT INTO lock_hold (name, shared, owner, test, since, expires, generation, ticket)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            want.pool(),
            want.kind() == Requirement.Kind.SHARED ? 1 : 0,
            to.owner(),
            to.test(),
            session.now(),
            session.now() + to.leaseTime(),
            generation,
            to.ticket());
    Journal.write(session, "granted", "lock", want.pool(), generation, to.owner(), to.test());
    return new Grant(position, true, id, "lock", Resource.of(want.pool()), generation);
  }

  /** Returns what somebody who waited was given; empty if nothing. */
  static List<Grant> givenTo(Session session, String owner, long ticket) throws SQLException {
    List<Grant> grants =
        new ArrayList<>(
            session.query(
                row -> grant(row, -1),
                "SELECT " + COLUMNS + " FROM resource WHERE owner = ? AND ticket = ?",
                owner,
                ticket));
    grants.addAll(
        session.query(
            row ->
                new Grant(
                    -1,
                    true,
                    row.getLong(1),
                    "lock",
                    Resource.of(row.getString(2)),
                    row.getLong(3)),
            "SELECT id, name, generation FROM lock_hold WHERE owner = ? AND ticket = ?",
            owner,
            ticket));
    return grants;
  }

  static boolean isHeld(Session session, String owner, Grant grant) throws SQLException {
    return (grant.lock()
            ? session.number(
                "SELECT count(*) FROM lock_hold WHERE id = ? AND owner = ?", grant.id(), owner)
            : session.number(
                "SELECT count(*) FROM resource WHERE id = ? AND owner = ? AND generation = ?"
                    + " AND state = 'busy'",
                grant.id(),
                owner,
                grant.generation()))
        > 0;
  }

  /** Gives something back; tells whether it was still held. */
  static boolean release(Session session, String owner, String test, Grant grant)
      throws SQLException {
    int updated =
        grant.lock()
            ? session.update("DELETE FROM lock_hold WHERE id = ? AND owner = ?", grant.id(), owner)
            : session.update(
                "UPDATE resource SET state = "
                    + STATE_AFTER
                    + ", owner = NULL, test = NULL, since = ?, expires = NULL, ticket = NULL"
                    + " WHERE id = ? AND owner = ? AND generation = ? AND state = 'busy'",
                session.now(),
                grant.id(),
                owner,
                grant.generation());
    if (updated > 0) {
      Journal.write(
          session,
          "released",
          grant.pool(),
          grant.resource().name(),
          grant.generation(),
          owner,
          test);
    }
    return updated > 0;
  }

  /** What becomes of a resource that was used: somebody cleans it, or nobody who lives would. */
  static final String STATE_AFTER =
      "CASE WHEN EXISTS (SELECT 1 FROM cleaner c WHERE c.pool = resource.pool)"
          + " THEN 'dirty' ELSE 'free' END";

  /**
   * Notes that an owner uses a pool, and whether he cleans it. A pool is cleaned as long as anybody
   * lives who does: for him, what was used without being cleaned is dirty. Once there is nobody,
   * what is dirty is as good as free to whoever does without a cleaner.
   */
  static void define(Session session, String pool, String owner, boolean cleans)
      throws SQLException {
    session.update(
        "INSERT INTO pool (name, next_making) VALUES (?, 0) ON CONFLICT (name) DO NOTHING", pool);
    if (cleans) {
      session.update(
          "INSERT INTO cleaner (pool, owner) VALUES (?, ?) ON CONFLICT (pool, owner) DO NOTHING",
          pool,
          owner);
      session.update(
          "UPDATE resource SET state = 'dirty', retry_at = 0"
              + " WHERE pool = ? AND state = 'free' AND used = 1",
          pool);
    } else {
      session.update("DELETE FROM cleaner WHERE pool = ? AND owner = ?", pool, owner);
      session.update(
          "UPDATE resource SET state = 'free' WHERE pool = ? AND state = 'dirty'"
              + " AND NOT EXISTS (SELECT 1 FROM cleaner c WHERE c.pool = resource.pool)",
          pool);
    }
  }

  /** Tells whether anybody who lives cleans a pool. */
  static boolean isCleaned(Session session, String pool) throws SQLException {
    return session.number("SELECT count(*) FROM cleaner WHERE pool = ?", pool) > 0;
  }

  /** Holds everything of an owner for longer; those who wait for him as well. */
  static void renew(Session session, String owner, long expires) throws SQLException {
    for (String table : List.of("resource", "lock_hold", "waiter")) {
      session.update(
          "UPDATE " + table + " SET expires = ? WHERE owner = ? AND expires < ?",
          expires,
          owner,
          expires);
    }
  }

  static List<Holding> list(Session session, String pool) throws SQLException {
    List<Holding> holdings =
        new ArrayList<>(
            session.query(
                row ->
                    holding(
                        session,
                        row,
                        row.getString(1),
                        Resource.stored(row.getString(2), row.getString(3), row.getString(4)),
                        row.getString(5)),
                "SELECT r.pool, r.name, r.attributes, r.secrets, r.state,"
                    + " CASE WHEN r.state <> 'free' THEN coalesce(o.process, r.owner) END,"
                    + " r.test, r.since, r.generation"
                    + " FROM resource r LEFT JOIN owner o ON o.id = r.owner"
                    + " WHERE (? = '' OR r.pool = ?) ORDER BY r.pool, r.name",
                pool,
                pool));
    holdings.addAll(
        session.query(
            row ->
                holding(
                    session,
                    row,
                    "lock",
                    Resource.of(row.getString(2)),
                    row.getInt(5) == 1 ? "shared" : "exclusive"),
            "SELECT '', l.name, '', '', l.shared, coalesce(o.process, l.owner), l.test, l.since,"
                + " l.generation FROM lock_hold l LEFT JOIN owner o ON o.id = l.owner"
                + " WHERE ? = '' OR l.name = ? ORDER BY l.name, l.id",
            pool,
            pool));
    return holdings;
  }

  private static Holding holding(
      Session session, ResultSet row, String pool, Resource resource, String state)
      throws SQLException {
    long since = row.getLong(8);
    return new Holding(
        pool,
        resource,
        state,
        Objects.requireNonNullElse(row.getString(6), ""),
        Objects.requireNonNullElse(row.getString(7), ""),
        Instant.ofEpochMilli(since),
        Duration.ofMillis(Math.max(0, session.now() - since)),
        row.getLong(9));
  }
}
