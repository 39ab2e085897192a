package dev.pristine.leases;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is done most often, as functions of the server: whatever is free and not waited for is lent
 * by one message, and given back by another, and the store is taken for no longer than that takes
 * on the server. Each of their statements sees what was there when the store was taken.
 */
final class PostgresFunctions {

  private static final String BEGIN =
      """
      #variable_conflict use_column
      DECLARE
        moment bigint;
      BEGIN
        PERFORM pg_advisory_xact_lock(%d);
        moment := (extract(epoch FROM clock_timestamp()) * 1000)::bigint;
      """
          .formatted(PostgresStore.STORE_LOCK);

  private static final String KNOWN_FORMAT =
      "(SELECT version FROM pristine_leases.meta) = " + Schema.VERSION;

  private static final String LEND =
      """
      CREATE FUNCTION pristine_leases.lend(
        wanted_pool text, wanted_names text[], wanted_attributes jsonb,
        for_owner text, for_test text, lease_time bigint, with_ticket bigint)
      RETURNS TABLE (version integer, now bigint, id bigint, name text, attributes text,
        secrets text, generation bigint)
      LANGUAGE plpgsql AS $$
      %s
        RETURN QUERY
        WITH lent AS (
          UPDATE pristine_leases.resource r
          SET state = 'busy', owner = for_owner, test = for_test, since = moment,
            expires = moment + lease_time, generation = greatest(r.generation + 1, moment),
            ticket = with_ticket, used = 1
          WHERE r.id = (
              SELECT f.id FROM pristine_leases.resource f
              WHERE f.pool = wanted_pool AND f.state = 'free'
                AND (wanted_names IS NULL OR f.name = ANY (wanted_names))
                AND (wanted_attributes = '{}' OR f.attributes::jsonb @> wanted_attributes)
              ORDER BY f.since, f.id LIMIT 1)
            AND NOT EXISTS (
              SELECT 1 FROM pristine_leases.want w
              WHERE w.pool = wanted_pool AND w.kind = 'resource')
            AND %s
          RETURNING r.id, r.pool, r.name, r.attributes, r.secrets, r.generation),
        noted AS (
          INSERT INTO pristine_leases.journal
            (at, event, pool, resource, generation, owner, test)
          SELECT moment, 'granted', l.pool, l.name, l.generation, for_owner, for_test FROM lent l)
        SELECT m.version, moment, l.id, l.name, l.attributes, l.secrets, l.generation
        FROM pristine_leases.meta m LEFT JOIN lent l ON true;
      END $$"""
          .formatted(BEGIN, KNOWN_FORMAT);

  private static final String LEND_LOCK =
      """
      CREATE FUNCTION pristine_leases.lend_lock(
        wanted_name text, wanted_shared integer,
        for_owner text, for_test text, lease_time bigint, with_ticket bigint)
      RETURNS TABLE (version integer, now bigint, id bigint, generation bigint)
      LANGUAGE plpgsql AS $$
      %s
        RETURN QUERY
        WITH newest AS (
          UPDATE pristine_leases.lock_generation n SET newest = greatest(n.newest + 1, moment)
          WHERE NOT EXISTS (
              SELECT 1 FROM pristine_leases.want w
              WHERE w.pool = wanted_name AND w.kind <> 'resource')
            AND NOT EXISTS (
              SELECT 1 FROM pristine_leases.lock_hold h
              WHERE h.name = wanted_name AND (h.shared = 0 OR wanted_shared = 0))
            AND %s
          RETURNING n.newest),
        lent AS (
          INSERT INTO pristine_leases.lock_hold
            (name, shared, owner, test, since, expires, generation, ticket)
          SELECT wanted_name, wanted_shared, for_owner, for_test, moment, moment + lease_time,
            n.newest, with_ticket FROM newest n
          RETURNING id, generation),
        noted AS (
          INSERT INTO pristine_leases.journal
            (at, event, pool, resource, generation, owner, test)
          SELECT moment, 'granted', 'lock', wanted_name, l.generation, for_owner, for_test
          FROM lent l)
        SELECT m.version, moment, l.id, l.generation
        FROM pristine_leases.meta m LEFT JOIN lent l ON true;
      END $$"""
          .formatted(BEGIN, KNOWN_FORMAT);

  private static final String GIVE_BACK =
      """
      CREATE FUNCTION pristine_leases.give_back(
        held_id bigint, held_generation bigint, by_owner text, by_test text)
      RETURNS TABLE (version integer, now bigint, done boolean, wanted boolean)
      LANGUAGE plpgsql AS $$
      %s
        RETURN QUERY
        WITH given AS (
          UPDATE pristine_leases.resource r
          SET state = CASE WHEN EXISTS (
                SELECT 1 FROM pristine_leases.cleaner c WHERE c.pool = r.pool)
              THEN 'dirty' ELSE 'free' END,
            owner = NULL, test = NULL, since = moment, expires = NULL, ticket = NULL
          WHERE r.id = held_id AND r.owner = by_owner AND r.generation = held_generation
            AND r.state = 'busy' AND %s
          RETURNING r.pool, r.name, r.state),
        noted AS (
          INSERT INTO pristine_leases.journal
            (at, event, pool, resource, generation, owner, test)
          SELECT moment, 'released', g.pool, g.name, held_generation, by_owner, by_test
          FROM given g)
        SELECT m.version, moment, EXISTS (SELECT 1 FROM given), EXISTS (
          SELECT 1 FROM given g JOIN pristine_leases.want w
            ON w.pool = g.pool AND w.kind = 'resource' AND g.state = 'free')
        FROM pristine_leases.meta m;
      END $$"""
          .formatted(BEGIN, KNOWN_FORMAT);

  private static final String GIVE_BACK_LOCK =
      """
      CREATE FUNCTION pristine_leases.give_back_lock(
        held_id bigint, held_generation bigint, by_owner text, by_test text)
      RETURNS TABLE (version integer, now bigint, done boolean, wanted boolean)
      LANGUAGE plpgsql AS $$
      %s
        RETURN QUERY
        WITH given AS (
          DELETE FROM pristine_leases.lock_hold h
          WHERE h.id = held_id AND h.owner = by_owner AND h.generation = held_generation AND %s
          RETURNING h.name),
        noted AS (
          INSERT INTO pristine_leases.journal
            (at, event, pool, resource, generation, owner, test)
          SELECT moment, 'released', 'lock', g.name, held_generation, by_owner, by_test
          FROM given g)
        SELECT m.version, moment, EXISTS (SELECT 1 FROM given), EXISTS (
          SELECT 1 FROM given g JOIN pristine_leases.want w
            ON w.pool = g.name AND w.kind <> 'resource')
        FROM pristine_leases.meta m;
      END $$"""
          .formatted(BEGIN, KNOWN_FORMAT);

  private PostgresFunctions() {}

  static void create(Session session) throws SQLException {
    for (String function : List.of(LEND, LEND_LOCK, GIVE_BACK, GIVE_BACK_LOCK)) {
      session.update(function);
    }
  }

  /**
   * What a function returned.
   *
   * @param value what was lent, or whether somebody waits for what was given back; empty if nothing
   *     was lent or given back
   */
  record Answer<T>(long version, long now, Optional<T> value) {}

  static Answer<Grant> lend(Session session, Applicant to) throws SQLException {
    Requirement want = to.wants().get(0);
    return want.isLock() ? lendLock(session, to, want) : lendResource(session, to, want);
  }

  private static Answer<Grant> lendResource(Session session, Applicant to, Requirement want)
      throws SQLException {
    return one(
        session,
        row -> {
          Resource resource = Resource.stored(row.getString(4), row.getString(5), row.getString(6));
          return new Grant(0, false, row.getLong(3), want.pool(), resource, row.getLong(7));
        },
        "SELECT version, now, id, name, attributes, secrets, generation"
            + " FROM lend(?, ?, ?::jsonb, ?, ?, ?, ?)",
        want.pool(),
        array(session, want.names()),
        Json.write(want.attributes()),
        to.owner(),
        to.test(),
        to.leaseTime(),
        to.ticket());
  }

  private static @Nullable Array array(Session session, @Nullable Collection<String> names)
      throws SQLException {
    return names == null
        ? null
        : session.statements().connection().createArrayOf("text", names.toArray());
  }

  private static Answer<Grant> lendLock(Session session, Applicant to, Requirement want)
      throws SQLException {
    return one(
        session,
        row -> new Grant(0, true, row.getLong(3), "lock", Resource.of(want.pool()), row.getLong(4)),
        "SELECT version, now, id, generation FROM lend_lock(?, ?, ?, ?, ?, ?)",
        want.pool(),
        want.kind() == Requirement.Kind.SHARED ? 1 : 0,
        to.owner(),
        to.test(),
        to.leaseTime(),
        to.ticket());
  }

  /** Gives something back, and tells whether somebody waits for it. */
  static Answer<Boolean> giveBack(Session session, String owner, String test, Grant grant)
      throws SQLException {
    return one(
        session,
        row -> row.getBoolean(4),
        "SELECT version, now, nullif(done, false), wanted FROM "
            + (grant.lock() ? "give_back_lock" : "give_back")
            + "(?, ?, ?, ?)",
        grant.id(),
        grant.generation(),
        owner,
        test);
  }

  private static <T> Answer<T> one(
      Session session, Session.Row<T> value, String sql, @Nullable Object... values)
      throws SQLException {
    return session
        .query(row -> new Answer<>(row.getLong(1), row.getLong(2), value(row, value)), sql, values)
        .get(0);
  }

  /** Its third column is NULL where nothing was lent, or given back. */
  private static <T> Optional<T> value(ResultSet row, Session.Row<T> value) throws SQLException {
    return row.getObject(3) == null ? Optional.empty() : Optional.of(value.read(row));
  }
}
