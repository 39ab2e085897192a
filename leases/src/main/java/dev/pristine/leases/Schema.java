package dev.pristine.leases;

import java.sql.SQLException;
import java.util.List;

/** The tables, the same in every store; {@code docs/leases.md} is the contract for others. */
final class Schema {

  static final int VERSION = 2;

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE meta (version INTEGER NOT NULL)",
          """
          CREATE TABLE pool (
            name TEXT PRIMARY KEY,
            next_making BIGINT NOT NULL)""",
          """
          CREATE TABLE cleaner (
            pool TEXT NOT NULL,
            owner TEXT NOT NULL,
            PRIMARY KEY (pool, owner))""",
          """
          CREATE TABLE resource (
            id $ID,
            pool TEXT NOT NULL,
            name TEXT NOT NULL,
            attributes TEXT NOT NULL,
            secrets TEXT NOT NULL,
            state TEXT NOT NULL
              CHECK (state IN ('free', 'busy', 'dirty', 'cleaning', 'quarantined')),
            owner TEXT,
            test TEXT,
            since BIGINT NOT NULL,
            expires BIGINT,
            generation BIGINT NOT NULL,
            ticket BIGINT,
            used INTEGER NOT NULL,
            failures INTEGER NOT NULL,
            retry_at BIGINT NOT NULL,
            UNIQUE (pool, name))""",
          "CREATE INDEX resource_free ON resource (pool, state, since)",
          "CREATE INDEX resource_owner ON resource (owner)",
          "CREATE INDEX resource_expires ON resource (expires)",
          """
          CREATE TABLE lock_hold (
            id $ID,
            name TEXT NOT NULL,
            shared INTEGER NOT NULL,
            owner TEXT NOT NULL,
            test TEXT NOT NULL,
            since BIGINT NOT NULL,
            expires BIGINT NOT NULL,
            generation BIGINT NOT NULL,
            ticket BIGINT)""",
          "CREATE INDEX lock_hold_name ON lock_hold (name)",
          """
          CREATE TABLE owner (
            id TEXT PRIMARY KEY,
            process TEXT NOT NULL,
            started BIGINT NOT NULL)""",
          """
          CREATE TABLE waiter (
            ticket $ID,
            owner TEXT NOT NULL,
            test TEXT NOT NULL,
            since BIGINT NOT NULL,
            expires BIGINT NOT NULL,
            lease_time BIGINT NOT NULL)""",
          """
          CREATE TABLE want (
            ticket BIGINT NOT NULL,
            position INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('resource', 'shared', 'exclusive')),
            pool TEXT NOT NULL,
            requirement TEXT NOT NULL,
            PRIMARY KEY (ticket, position))""",
          "CREATE INDEX want_pool ON want (pool)",
          """
          CREATE TABLE journal (
            id $ID,
            at BIGINT NOT NULL,
            event TEXT NOT NULL,
            pool TEXT NOT NULL,
            resource TEXT NOT NULL,
            generation BIGINT NOT NULL,
            owner TEXT,
            test TEXT)""",
          """
          CREATE TABLE claim (
            run TEXT NOT NULL,
            kind TEXT NOT NULL,
            value TEXT NOT NULL,
            test TEXT NOT NULL,
            line TEXT NOT NULL,
            at BIGINT NOT NULL,
            PRIMARY KEY (run, kind, value))""",
          "CREATE INDEX claim_value ON claim (kind, value)",
          "CREATE INDEX claim_line ON claim (line)",
          "CREATE TABLE lock_generation (newest BIGINT NOT NULL)",
          "INSERT INTO lock_generation VALUES (0)",
          "INSERT INTO meta VALUES (" + VERSION + ")");

  private Schema() {}

  static void create(Session session, String idType) throws SQLException {
    for (String table : TABLES) {
      session.update(table.replace("$ID", idType));
    }
  }

  /** Refuses a store that another version has changed: at open, and also while it is used. */
  static void check(String place, long version) {
    if (version > VERSION) {
      throw new LeaseException(
          "The lease store ["
              + place
              + "] has format "
              + version
              + ", written by a newer Pristine; this one knows format "
              + VERSION
              + ". Nothing was changed. Use the newer version everywhere, or another store.");
    }
    if (version < VERSION) {
      throw new LeaseException(
          "The lease store ["
              + place
              + "] has format "
              + version
              + ", written by an older Pristine; this one needs format "
              + VERSION
              + ". Nothing was changed. Remove it, or use another store, and add again what was put"
              + " into pools by hand.");
    }
  }
}
