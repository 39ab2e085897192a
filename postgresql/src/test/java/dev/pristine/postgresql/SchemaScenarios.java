package dev.pristine.postgresql;

import static dev.pristine.postgresql.Scenario.either;
import static dev.pristine.postgresql.Scenario.further;
import static dev.pristine.postgresql.Scenario.rewound;

import java.util.List;

/** Tests that change the schema, or only look as if they did. */
final class SchemaScenarios {

  private SchemaScenarios() {}

  static final List<Scenario> OF_THE_SIXTY =
      List.of(
          rewound(
              "create and drop a table",
              test ->
                  test.sql(
                      "CREATE TABLE brief (id serial PRIMARY KEY, name text)",
                      "INSERT INTO brief (name) VALUES ('A')",
                      "DROP TABLE brief")),
          rewound(
              "rolled-back DDL",
              test ->
                  test.rolledBack(
                      "CREATE TABLE never (id serial)",
                      "ALTER TABLE ponies ADD COLUMN colour text DEFAULT 'bay'",
                      "DROP TABLE races CASCADE",
                      "TRUNCATE notes")),
          rewound("VACUUM FULL", test -> test.sql("VACUUM FULL ponies", "VACUUM FULL documents")),
          rewound(
              "REINDEX", test -> test.sql("REINDEX TABLE ponies", "REINDEX INDEX documents_pkey")),
          either("create table", test -> test.sql("CREATE TABLE extra (id int)")),
          either(
              "CREATE TABLE AS", test -> test.sql("CREATE TABLE copied AS SELECT * FROM ponies")),
          either("drop table", test -> test.sql("DROP TABLE notes")),
          either(
              "add column",
              test -> test.sql("ALTER TABLE ponies ADD COLUMN colour text DEFAULT 'bay'")),
          either(
              "create function",
              test -> test.sql("CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'")),
          either("create index", test -> test.sql("CREATE INDEX ON notes (note)")),
          either("comment", test -> test.sql("COMMENT ON TABLE ponies IS 'Small horses'")),
          either("grant", test -> test.sql("GRANT SELECT ON ponies TO " + RewindStage.STRANGER)),
          either("extension", test -> test.sql("CREATE EXTENSION citext")),
          either("type", test -> test.sql("CREATE TYPE gait AS ENUM ('walk', 'trot')")),
          either("domain", test -> test.sql("CREATE DOMAIN age AS int CHECK (value >= 0)")),
          either(
              "extended statistics",
              test ->
                  test.sql(
                      "CREATE STATISTICS pairs ON stable, born FROM ponies", "ANALYZE ponies")),
          either(
              "policy",
              test ->
                  test.sql(
                      "ALTER TABLE notes ENABLE ROW LEVEL SECURITY",
                      "CREATE POLICY mine ON notes USING (note <> 'once')")),
          either("disable trigger", test -> test.sql("ALTER TABLE ponies DISABLE TRIGGER logged")),
          either("CLUSTER", test -> test.sql("CLUSTER ponies USING ponies_pkey")),
          either(
              "temporary table",
              test ->
                  test.sql(
                      "CREATE TEMPORARY TABLE scratch (n int)", "INSERT INTO scratch VALUES (1)")),
          either(
              "temporary table that its transaction drops",
              test ->
                  test.transaction(
                      "CREATE TEMPORARY TABLE scratch ON COMMIT DROP AS SELECT * FROM ponies",
                      "UPDATE scratch SET name = 'Temporary'")),
          either("ANALYZE", test -> test.sql("ANALYZE ponies", "ANALYZE races")),
          either("VACUUM", test -> test.sql("VACUUM ponies", "VACUUM (FREEZE) documents")),
          either("large object", test -> test.sql("SELECT lo_from_bytea(0, 'Large')")),
          either(
              "materialized view refreshed with a change",
              test ->
                  test.sql(
                      "DELETE FROM ponies WHERE stable = 1",
                      "REFRESH MATERIALIZED VIEW stable_sizes")),
          rewound(
              "materialized view refreshed without a change",
              test -> test.sql("REFRESH MATERIALIZED VIEW stable_sizes")));

  static final List<Scenario> FURTHER =
      List.of(
          further(
              "materialized view refreshed concurrently",
              test ->
                  test.sql(
                      "INSERT INTO ponies (stable, name) VALUES (1, 'New')",
                      "REFRESH MATERIALIZED VIEW CONCURRENTLY stable_sizes")),
          further(
              "materialized view emptied",
              test -> test.sql("REFRESH MATERIALIZED VIEW stable_sizes WITH NO DATA")),
          further("drop column", test -> test.sql("ALTER TABLE ponies DROP COLUMN born CASCADE")),
          further("rename", test -> test.sql("ALTER TABLE notes RENAME TO remarks")),
          further("change a type", test -> test.sql("ALTER TABLE races ALTER place TYPE bigint")),
          further(
              "change a default", test -> test.sql("ALTER TABLE races ALTER place SET DEFAULT 3")),
          further(
              "add and drop a column",
              test -> test.sql("ALTER TABLE notes ADD x int", "ALTER TABLE notes DROP x")),
          further(
              "storage parameters", test -> test.sql("ALTER TABLE notes SET (fillfactor = 50)")),
          further("unlogged", test -> test.sql("ALTER TABLE notes SET UNLOGGED")),
          further("logged", test -> test.sql("ALTER TABLE visits SET LOGGED")),
          further("replica identity", test -> test.sql("ALTER TABLE ponies REPLICA IDENTITY FULL")),
          further(
              "constraint not validated",
              test -> test.sql("ALTER TABLE notes ADD CHECK (note <> 'once') NOT VALID")),
          further(
              "constraint dropped",
              test -> test.sql("ALTER TABLE races DROP CONSTRAINT races_place_check")),
          further("trigger", test -> test.sql("DROP TRIGGER logged ON ponies")),
          further(
              "rule", test -> test.sql("CREATE RULE no AS ON DELETE TO notes DO INSTEAD NOTHING")),
          further(
              "view replaced",
              test -> test.sql("CREATE OR REPLACE VIEW grown AS SELECT * FROM ponies")),
          further(
              "function replaced",
              test ->
                  test.sql(
                      "CREATE OR REPLACE FUNCTION log_pony() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")),
          further(
              "index dropped and created again",
              test -> test.sql("DROP INDEX ponies_stable_idx", "CREATE INDEX ON ponies (stable)")),
          further(
              "index created concurrently and dropped",
              test ->
                  test.sql(
                      "CREATE INDEX CONCURRENTLY brief ON notes (note)",
                      "DROP INDEX CONCURRENTLY brief")),
          further(
              "index created and dropped",
              test -> test.sql("CREATE INDEX brief ON notes (note)", "DROP INDEX brief")),
          further(
              "trigger created and dropped",
              test ->
                  test.sql(
                      "CREATE TRIGGER brief AFTER INSERT ON notes FOR EACH ROW EXECUTE FUNCTION log_pony()",
                      "DROP TRIGGER brief ON notes")),
          further(
              "rule created and dropped",
              test ->
                  test.sql(
                      "CREATE RULE brief AS ON DELETE TO notes DO INSTEAD NOTHING",
                      "DROP RULE brief ON notes")),
          further(
              "child created and dropped",
              test -> test.sql("CREATE TABLE brief () INHERITS (notes)", "DROP TABLE brief")),
          further("REINDEX CONCURRENTLY", test -> test.sql("REINDEX TABLE CONCURRENTLY ponies")),
          further(
              "partition attached",
              test ->
                  test.sql(
                      "CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')")),
          further(
              "partition detached and dropped",
              test ->
                  test.sql(
                      "ALTER TABLE events DETACH PARTITION events_2024", "DROP TABLE events_2024")),
          further(
              "schema",
              test -> test.sql("CREATE SCHEMA paddock", "CREATE TABLE paddock.ponies (id int)")),
          further(
              "schema moved",
              test -> test.sql("CREATE SCHEMA paddock", "ALTER TABLE notes SET SCHEMA paddock")),
          further("everything dropped", test -> test.sql("DROP SCHEMA public CASCADE")),
          further("owner", test -> test.superuser("ALTER TABLE notes OWNER TO stranger")),
          further(
              "default privileges",
              test -> test.sql("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO stranger")),
          further("grant on a column", test -> test.sql("GRANT UPDATE (note) ON notes TO PUBLIC")),
          further(
              "grant on the schema", test -> test.sql("REVOKE USAGE ON SCHEMA public FROM PUBLIC")),
          further(
              "aggregate",
              test -> test.sql("CREATE AGGREGATE total (int) (sfunc = int4pl, stype = int)")),
          further(
              "operator",
              test ->
                  test.sql(
                      "CREATE OPERATOR === (leftarg = int, rightarg = int, function = int4eq)")),
          further("cast", test -> test.superuser("CREATE CAST (money AS bytea) WITH INOUT")),
          further("collation", test -> test.sql("CREATE COLLATION plain FROM \"C\"")),
          further(
              "text search",
              test -> test.sql("CREATE TEXT SEARCH CONFIGURATION ours (COPY = simple)")),
          further(
              "system catalog written by hand",
              test ->
                  test.superuser(
                      "SET allow_system_table_mods = on",
                      "UPDATE pg_class SET reloptions = '{fillfactor=33}' WHERE relname = 'notes'")),
          further(
              "large object that is unlinked again",
              test -> test.sql("SELECT lo_unlink(lo_from_bytea(0, 'Brief'))")),
          further(
              "statistics target",
              test -> test.sql("ALTER TABLE notes ALTER note SET STATISTICS 500")),
          further(
              "VACUUM and ANALYZE of everything",
              test -> test.superuser("VACUUM (ANALYZE, FREEZE)")));
}
