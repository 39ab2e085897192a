package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.Isolation;
import dev.pristine.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What compares databases after a rewind must see every difference that a test can make. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresDatabaseDumpTests {

  private RewindStage stage;
  private TestDatabase database;
  private DatabaseDump dump;

  @BeforeAll
  void dumpDatabase() throws IOException, SQLException {
    stage =
        RewindStage.open(Map.of("max_prepared_transactions", "10"), Map.of("pristine.clones", "2"));
    database = stage.pristine().acquire(Fixture.PLAIN, Isolation.CLONE, "dumped");
    try (Connection superuser = stage.superuser(database.name())) {
      dump = DatabaseDump.of(superuser);
    }
  }

  @AfterAll
  void closeStage() throws IOException, SQLException {
    database.close();
    stage.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INSERT INTO races (id, place) VALUES (1, 1)        | public.races: 0 rows are missing[], 1 are too many[(1,1,)]
          DELETE FROM notes WHERE note = 'once'              | public.notes: 1 rows are missing[(once)], 0 are too many[]
          DELETE FROM notes WHERE ctid = '(0,1)'             | public.notes: 1 rows are missing[(twice)], 0 are too many[]
          INSERT INTO notes VALUES ('once')                  | public.notes: 0 rows are missing[], 1 are too many[(once)]
          UPDATE documents SET title = '' WHERE id = 2       | public.documents: 1 rows are missing[(2,Short,"No TOAST")], 1 are too many[(2,"","No TOAST")]
          UPDATE documents SET title = NULL WHERE id = 2     | public.documents: 1 rows are missing[(2,Short,"No TOAST")], 1 are too many[(2,,"No TOAST")]
          UPDATE documents SET body = repeat(body, 2)        | public.documents:
          INSERT INTO visits (id, who) VALUES (1, 'Me')      | public.visits: 0 rows are missing[], 1 are too many[(1,Me)]
          INSERT INTO events VALUES ('2024-01-01', 'New')    | public.events_2024: 0 rows are missing[], 1 are too many[(2024-01-01,New)]
          UPDATE events SET at = '2025-12-12'                | public.events_2025: 0 rows are missing[]
          UPDATE stables SET id = -id WHERE id = 1           | public.ponies:
          DELETE FROM ponies; REFRESH MATERIALIZED VIEW stable_sizes | public.stable_sizes: 3 rows are missing
          REFRESH MATERIALIZED VIEW stable_sizes WITH NO DATA | public.stable_sizes: 3 rows are missing
          SELECT lo_from_bytea(4711, 'Large')                | pg_catalog.pg_largeobject: 0 rows are missing[], 1 are too many[(4711,0,
          CREATE TABLE extra ()                              | public.extra
          CREATE TABLE extra (t int); INSERT INTO extra VALUES (1) | public.extra: 0 rows are missing[], 1 are too many[(1)]
          CREATE TABLE "a'b""c" ("x""y'z" int)               | public."a'b""c"
          DROP TABLE notes                                   | public.notes: 4 rows are missing
          CREATE TEMPORARY TABLE scratch (n int)             | pg_catalog.pg_class: 0 rows are missing[], 1 are too many
          ALTER TABLE notes ALTER note SET STATISTICS 7      | pg_catalog.pg_attribute:
          ALTER TABLE races ALTER place SET DEFAULT 1        | pg_catalog.pg_attrdef:
          ALTER TABLE ponies DISABLE TRIGGER logged          | pg_catalog.pg_trigger:
          GRANT SELECT ON notes TO PUBLIC                    | pg_catalog.pg_class:
          REVOKE EXECUTE ON FUNCTION pg_sleep FROM PUBLIC    | pg_catalog.pg_proc:
          COMMENT ON TABLE notes IS 'Notes'                  | pg_catalog.pg_description:
          CREATE SCHEMA paddock                              | pg_catalog.pg_namespace:
          CREATE TYPE gait AS ENUM ('walk')                  | pg_catalog.pg_enum:
          CREATE STATISTICS pairs ON stable, born FROM ponies | pg_catalog.pg_statistic_ext:
          CREATE PUBLICATION news FOR TABLE notes            | pg_catalog.pg_publication_rel:
          ALTER SEQUENCE numbers INCREMENT 2                 | pg_catalog.pg_sequence:
          CREATE EXTENSION citext                            | pg_catalog.pg_extension:
          CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER watching ON sql_drop EXECUTE FUNCTION watch() | pg_catalog.pg_event_trigger:
          DELETE FROM information_schema.sql_features WHERE feature_id = 'B011' | information_schema.sql_features: 1 rows are missing
          ALTER TABLE notes OWNER TO stranger                | dependencies on roles and tablespaces:
          ALTER DATABASE "%s" SET work_mem = '1MB'           | the database's settings: 1 rows are missing[(0,{lock_timeout=59s})], 1 are too many[(0,"{lock_timeout=59s,work_mem=1MB}")]
          ALTER DATABASE "%s" RESET ALL                      | the database's settings: 1 rows are missing[(0,{lock_timeout=59s})]
          ALTER ROLE stranger IN DATABASE "%s" SET work_mem = '1MB' | the database's settings: 0 rows are missing[], 1 are too many
          GRANT CREATE ON DATABASE "%s" TO stranger          | the database itself:
          ALTER DATABASE "%s" CONNECTION LIMIT 9             | the database itself:
          COMMENT ON DATABASE "%s" IS 'Mine'                 | the database's comment: 0 rows are missing[], 1 are too many[(Mine)]
          """)
  void differencesAreNamed(String change, String difference) throws SQLException {
    try (Connection superuser = stage.superuser(database.name())) {
      superuser.setAutoCommit(false);
      Actor.run(superuser, change.formatted(database.name()));
      assertThat(dump.differences(superuser))
          .anySatisfy(line -> assertThat(line).startsWith(difference));
      superuser.rollback();
      assertThat(dump.differences(superuser)).isEmpty();
    }
  }

  @Test
  void sequencesThatMovedAreNamed() throws SQLException {
    try (TestDatabase other =
            stage.pristine().acquire(Fixture.PLAIN, Isolation.CLONE, "sequences");
        Connection superuser = stage.superuser(other.name())) {
      assertThat(dump.differences(superuser)).isEmpty();
      Actor.run(superuser, "SELECT nextval('numbers')");
      assertThat(dump.differences(superuser))
          .containsExactly("public.numbers: 1 rows are missing[(100,f)], 1 are too many[(100,t)]");
      Actor.run(superuser, "SELECT setval('numbers', 100, false)");
      assertThat(dump.differences(superuser)).isEmpty();
    }
  }

  @Test
  void whatIsPreparedIsNamed() throws SQLException {
    try (TestDatabase other = stage.pristine().acquire(Fixture.PLAIN, Isolation.CLONE, "prepared");
        Connection superuser = stage.superuser(other.name())) {
      Actor.run(superuser, "BEGIN", "DELETE FROM notes", "PREPARE TRANSACTION 'left'");
      assertThat(dump.differences(superuser))
          .containsExactly("prepared transactions: 0 rows are missing[], 1 are too many[(left)]");
      Actor.run(superuser, "ROLLBACK PREPARED 'left'");
    }
  }

  @Test
  void whereAndHowThingsAreStoredIsNoDifference() throws SQLException {
    try (TestDatabase other = stage.pristine().acquire(Fixture.PLAIN, Isolation.CLONE, "stored");
        Connection superuser = stage.superuser(other.name())) {
      Actor.run(
          superuser,
          "UPDATE ponies SET name = name",
          "DELETE FROM pony_log",
          "VACUUM FULL ponies",
          "REINDEX DATABASE",
          "VACUUM (FREEZE, ANALYZE)",
          "BEGIN; TRUNCATE races CASCADE; COMMIT",
          "CREATE TEMPORARY TABLE scratch (n int)",
          "DROP TABLE scratch");
      assertThat(dump.differences(superuser)).isEqualTo(List.of());
    }
  }
}
