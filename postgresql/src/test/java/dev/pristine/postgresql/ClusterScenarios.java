package dev.pristine.postgresql;

import static dev.pristine.postgresql.Scenario.either;
import static dev.pristine.postgresql.Scenario.further;

import java.util.List;

/**
 * Tests that change what belongs to the whole server, or is kept where the whole server sees it.
 */
final class ClusterScenarios {

  private ClusterScenarios() {}

  static final List<Scenario> OF_THE_SIXTY =
      List.of(
          either(
              "create role",
              test -> {
                test.server("CREATE ROLE newcomer");
                test.repairedBy("DROP ROLE newcomer");
              }),
          either(
              "drop role",
              test -> {
                test.server("CREATE ROLE leaver");
                test.server("DROP ROLE leaver");
              }),
          either(
              "ALTER DATABASE SET",
              test -> test.sql("ALTER DATABASE " + test.name() + " SET statement_timeout = '50s'")),
          either(
              "ALTER DATABASE RESET",
              test -> test.sql("ALTER DATABASE " + test.name() + " RESET lock_timeout")));

  static final List<Scenario> FURTHER =
      List.of(
          further(
              "ALTER DATABASE SET of what is set already",
              test -> test.sql("ALTER DATABASE " + test.name() + " SET lock_timeout = '1s'")),
          further(
              "ALTER ROLE SET",
              test -> {
                test.server("ALTER ROLE pristine_app SET work_mem = '5MB'");
                test.repairedBy("ALTER ROLE pristine_app RESET work_mem");
              }),
          further(
              "ALTER ROLE SET by the test's own role",
              test -> {
                test.sql("ALTER ROLE CURRENT_USER SET search_path = pg_catalog");
                test.repairedBy("ALTER ROLE pristine_app RESET search_path");
              }),
          further(
              "ALTER ROLE IN DATABASE SET",
              test ->
                  test.sql(
                      "ALTER ROLE CURRENT_USER IN DATABASE "
                          + test.name()
                          + " SET work_mem = '5MB'")),
          further(
              "ALTER SYSTEM",
              test -> {
                test.server("ALTER SYSTEM SET work_mem = '7MB'", "SELECT pg_reload_conf()");
                test.repairedBy("ALTER SYSTEM RESET work_mem", "SELECT pg_reload_conf()");
              }),
          further(
              "grant on the database",
              test -> test.sql("GRANT CREATE ON DATABASE " + test.name() + " TO stranger")),
          further(
              "connection limit",
              test -> test.sql("ALTER DATABASE " + test.name() + " CONNECTION LIMIT 50")),
          further(
              "comment on the database",
              test -> test.sql("COMMENT ON DATABASE " + test.name() + " IS 'Mine'")),
          further(
              "a role that owns something",
              test -> {
                test.server("CREATE ROLE possessor");
                test.superuser(
                    "GRANT CREATE ON SCHEMA public TO possessor",
                    "ALTER TABLE notes OWNER TO possessor");
                test.repairedBy("DROP ROLE possessor");
              }),
          further(
              "membership",
              test -> {
                test.server("GRANT pg_monitor TO pristine_app");
                test.repairedBy("REVOKE pg_monitor FROM pristine_app");
              }),
          further(
              "tablespace",
              test -> {
                test.server(
                    "SET allow_in_place_tablespaces = on",
                    "CREATE TABLESPACE attic LOCATION ''",
                    "GRANT CREATE ON TABLESPACE attic TO PUBLIC");
                test.sql("ALTER TABLE notes SET TABLESPACE attic");
                test.repairedBy("DROP TABLESPACE attic");
              }),
          further(
              "database",
              test -> {
                test.server("CREATE DATABASE another");
                test.repairedBy("DROP DATABASE another");
              }),
          further(
              "event trigger",
              test ->
                  test.superuser(
                      "CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN NULL; END'",
                      "CREATE EVENT TRIGGER watching ON ddl_command_end EXECUTE FUNCTION watch()")),
          further(
              "publication", test -> test.sql("CREATE PUBLICATION news FOR TABLE ponies, notes")),
          further(
              "publication of all tables",
              test -> test.superuser("CREATE PUBLICATION everything FOR ALL TABLES")),
          further(
              "subscription",
              test ->
                  test.superuser(
                      "CREATE SUBSCRIPTION reader CONNECTION 'host=127.0.0.1 dbname=none' PUBLICATION news"
                          + " WITH (connect = false, slot_name = none)")),
          further(
              "replication slot",
              test -> {
                test.server("SELECT pg_create_physical_replication_slot('held', true)");
                test.repairedBy("SELECT pg_drop_replication_slot('held')");
              }),
          further(
              "foreign table",
              test ->
                  test.superuser(
                      "CREATE EXTENSION file_fdw",
                      "CREATE SERVER files FOREIGN DATA WRAPPER file_fdw",
                      "CREATE FOREIGN TABLE passwords (line text) SERVER files OPTIONS (filename '/dev/null')")),
          further(
              "procedural language",
              test -> test.superuser("ALTER LANGUAGE plpgsql OWNER TO pristine_app")));
}
