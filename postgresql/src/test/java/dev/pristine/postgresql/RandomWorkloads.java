package dev.pristine.postgresql;

import dev.pristine.TestDatabase;
import dev.pristine.enginetests.RandomSteps;
import dev.pristine.enginetests.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes up what a test may do to the tables of {@link Fixture#PLAIN}. A step may be {@code COPY}
 * and a table, and the rows in lines of their own.
 */
final class RandomWorkloads implements Workload.Runner {

  private static final String COPY = "COPY ";

  private static final String NO_WAITING = "SET lock_timeout = '20ms'";

  private static final List<String> ROWS =
      List.of(
          "INSERT INTO ponies (stable, name) VALUES (%d, 'New %d')",
          "INSERT INTO ponies (id, stable, name) VALUES (%d, 2, 'Given') ON CONFLICT (id) DO UPDATE SET name = 'Again'",
          "INSERT INTO races (place, pony) SELECT n, %d FROM generate_series(1, %d) n",
          "INSERT INTO results SELECT r.id, p.id FROM races r, ponies p WHERE p.id < %d ON CONFLICT DO NOTHING",
          "INSERT INTO stables (name) VALUES ('Stable %d')",
          "INSERT INTO visits (who) VALUES ('Visitor %d')",
          "INSERT INTO events SELECT date '2023-06-01' + 100 * n, 'Event' FROM generate_series(0, %d) n",
          "INSERT INTO ledger (amount) VALUES (%d)",
          "INSERT INTO notes VALUES ('twice'), (NULL), ('Note %d')",
          "INSERT INTO documents SELECT %d + 10, 'New', string_agg(md5(n::text), '') FROM generate_series(1, 300) n",
          "UPDATE ponies SET name = name || '!' WHERE id % 5 = %d % 5",
          "UPDATE ponies SET stable = 1 + %d % 3 WHERE id < %d",
          "UPDATE ponies SET id = id + 1000 WHERE id = %d",
          "UPDATE stables SET id = id + 10 WHERE id = %d % 3 + 1",
          "UPDATE stables SET name = name || '.' WHERE id > %d % 3",
          "UPDATE notes SET note = 'changed' WHERE note = 'twice'",
          "UPDATE notes SET note = note",
          "UPDATE documents SET body = body || 'x%d'",
          "UPDATE documents SET title = 'Title %d' WHERE id = 1",
          "UPDATE ledger SET amount = amount + %d",
          "UPDATE events SET at = at + %d * 30",
          "UPDATE visits SET who = 'Changed' WHERE id % 2 = 0",
          "DELETE FROM ponies WHERE id = %d",
          "DELETE FROM ponies WHERE id > %d",
          "DELETE FROM stables WHERE id = %d % 3 + 1",
          "DELETE FROM notes WHERE note = 'once'",
          "DELETE FROM notes WHERE ctid IN (SELECT min(ctid) FROM notes)",
          "DELETE FROM events WHERE at < '2024-06-01'",
          "DELETE FROM documents WHERE id = %d % 2 + 1",
          "DELETE FROM pony_log",
          "DELETE FROM visits",
          "MERGE INTO stables s USING generate_series(1, %d) n ON s.id = n"
              + " WHEN MATCHED AND n > 2 THEN DELETE WHEN MATCHED THEN UPDATE SET name = 'Merged ' || n"
              + " WHEN NOT MATCHED THEN INSERT (name) VALUES ('Other ' || n)",
          "COPY races (place, pony)\n%d\t3\n%d\t\\N",
          "COPY notes\ncopied %d\n\\N",
          "COPY ponies (stable, name)\n1\tCopied %d",
          "SELECT nextval('numbers') FROM generate_series(1, %d)",
          "SELECT nextval('tickets')",
          "SELECT setval('numbers', %d)",
          "SELECT setval('tickets', %d, false)",
          "SELECT setval('ponies_id_seq', %d)",
          "SELECT * FROM ponies WHERE id < %d FOR UPDATE",
          "SELECT * FROM ponies WHERE id < %d FOR KEY SHARE",
          "SELECT count(*) FROM ponies JOIN stables ON stables.id = stable",
          "INSERT INTO notes SELECT 'Many ' || n FROM generate_series(1, 50 * %d) n",
          "TRUNCATE results",
          "TRUNCATE notes",
          "TRUNCATE races RESTART IDENTITY CASCADE",
          "TRUNCATE ponies CASCADE");

  private static final List<String> TRANSACTIONS =
      List.of(
          "BEGIN",
          "BEGIN ISOLATION LEVEL SERIALIZABLE",
          "BEGIN ISOLATION LEVEL REPEATABLE READ",
          "COMMIT",
          "COMMIT",
          "ROLLBACK",
          "SAVEPOINT a",
          "SAVEPOINT b",
          "ROLLBACK TO a",
          "ROLLBACK TO b",
          "RELEASE a",
          "PREPARE TRANSACTION 'p%d'",
          "COMMIT PREPARED 'p%d'",
          "ROLLBACK PREPARED 'p%d'");

  private static final List<String> SESSION =
      List.of(
          "CREATE TEMPORARY TABLE scratch (n int)",
          "CREATE TEMPORARY TABLE ponies (n int) ON COMMIT DELETE ROWS",
          "INSERT INTO scratch SELECT generate_series(1, %d)",
          "DROP TABLE IF EXISTS scratch",
          "SET search_path = pg_temp, public",
          "SET work_mem = '%dMB'",
          "SET LOCAL statement_timeout = '%ds'",
          "SET ROLE stranger",
          "RESET ROLE",
          "LISTEN gallop",
          "NOTIFY gallop, '%d'",
          "SELECT pg_advisory_lock(%d)",
          "SELECT pg_try_advisory_xact_lock(%d)",
          "DECLARE ride CURSOR WITH HOLD FOR SELECT * FROM ponies",
          "PREPARE fast AS SELECT %d",
          "LOCK TABLE notes IN EXCLUSIVE MODE",
          "DISCARD ALL");

  private static final List<String> UPKEEP =
      List.of(
          "VACUUM ponies",
          "VACUUM (FREEZE) notes",
          "VACUUM FULL documents",
          "ANALYZE",
          "REINDEX TABLE ponies",
          "REFRESH MATERIALIZED VIEW stable_sizes",
          "CLUSTER ponies USING ponies_pkey",
          "CREATE TABLE brief (n int); DROP TABLE brief",
          "CHECKPOINT");

  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE IF NOT EXISTS extra (id serial PRIMARY KEY, n int)",
          "INSERT INTO extra (n) VALUES (%d)",
          "DROP TABLE IF EXISTS extra",
          "CREATE TABLE copied AS SELECT * FROM ponies WHERE id < %d",
          "ALTER TABLE ponies ADD COLUMN c%d int DEFAULT 7",
          "ALTER TABLE notes RENAME TO remarks",
          "ALTER TABLE remarks RENAME TO notes",
          "CREATE INDEX ON notes (note)",
          "DROP TABLE events_2025",
          "ALTER TABLE races DROP CONSTRAINT races_place_check",
          "ALTER SEQUENCE numbers RESTART WITH %d",
          "COMMENT ON TABLE ponies IS '%d'",
          "GRANT SELECT ON ponies TO stranger",
          "ALTER TABLE ponies DISABLE TRIGGER logged",
          "SELECT lo_from_bytea(0, 'Large %d')",
          "REFRESH MATERIALIZED VIEW CONCURRENTLY stable_sizes",
          "CREATE TYPE gait AS ENUM ('walk')",
          "CREATE OR REPLACE FUNCTION log_pony() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");

  private static final RandomSteps STEPS =
      new RandomSteps(ROWS, TRANSACTIONS, SESSION, UPKEEP, SCHEMA);

  /** Makes one up; the same from the same seed. */
  static Workload of(Random random) {
    return STEPS.next(random);
  }

  /** Does all of one. */
  static void play(Workload workload, TestDatabase database) throws SQLException {
    workload.playOn(database, new RandomWorkloads());
  }

  @Override
  public void begin(Connection connection) throws SQLException {
    Actor.run(connection, NO_WAITING);
  }

  @Override
  public void run(Connection connection, String sql) throws SQLException {
    if (!sql.startsWith(COPY)) {
      Actor.run(connection, sql);
      return;
    }
    List<String> lines = new ArrayList<>(sql.lines().toList());
    String table = lines.remove(0).substring(COPY.length());
    try {
      Actor.copy(connection, table, lines.toArray(new String[0]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
