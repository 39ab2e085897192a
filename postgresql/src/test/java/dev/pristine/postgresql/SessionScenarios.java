package dev.pristine.postgresql;

import static dev.pristine.postgresql.Scenario.further;
import static dev.pristine.postgresql.Scenario.rewound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Tests that leave something in their sessions, or leave sessions. */
final class SessionScenarios {

  private static final String RACE = "INSERT INTO races (place) VALUES (1)";

  private SessionScenarios() {}

  static final List<Scenario> OF_THE_SIXTY =
      List.of(
          rewound(
              "an open transaction left behind",
              test -> {
                Connection left = test.borrowed();
                left.setAutoCommit(false);
                Actor.run(left, RACE, "DELETE FROM notes", "LOCK TABLE stables");
              }),
          rewound(
              "a prepared transaction",
              test -> test.sql("BEGIN", RACE, "DELETE FROM notes", "PREPARE TRANSACTION 'left'")),
          rewound("NOTIFY", test -> test.sql("NOTIFY gallop, 'now'")));

  static final List<Scenario> FURTHER =
      List.of(
          further(
              "SET",
              test ->
                  test.sql(
                      "SET work_mem = '9MB'",
                      "SET statement_timeout = '7s'",
                      "SET TimeZone = 'Pacific/Chatham'",
                      "SET IntervalStyle = iso_8601",
                      "SET shop.tenant = 'acme'",
                      "SET bytea_output = 'escape'",
                      "SET row_security = off",
                      "SELECT set_config('lock_timeout', '3s', false)")),
          further(
              "SET of what the database has set itself",
              test ->
                  test.sql(
                      "SET lock_timeout = '1s'", "RESET lock_timeout", "SET lock_timeout = 0")),
          further(
              "a transaction's defaults",
              test ->
                  test.sql(
                      "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE READ ONLY")),
          further("search path", test -> test.sql("SET search_path = pg_catalog")),
          further("role", test -> test.sql("SET ROLE " + RewindStage.STRANGER)),
          further(
              "what JDBC sets",
              test -> {
                Connection left = test.borrowed();
                left.setReadOnly(true);
                left.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                left.setAutoCommit(false);
                left.setNetworkTimeout(Runnable::run, 4_000);
                left.close();
              }),
          further(
              "temporary table in a session that was given back",
              test ->
                  test.sql(
                      "CREATE TEMPORARY TABLE scratch (n int)",
                      "INSERT INTO scratch VALUES (1)",
                      "CREATE TEMPORARY SEQUENCE counting",
                      "CREATE TEMPORARY VIEW scratched AS SELECT * FROM scratch")),
          further(
              "temporary table that hides another",
              test -> test.sql("CREATE TEMPORARY TABLE ponies AS SELECT 'None' AS name")),
          further(
              "advisory locks",
              test ->
                  test.sql(
                      "SELECT pg_advisory_lock(17)",
                      "SELECT pg_advisory_lock_shared(17)",
                      "SELECT pg_advisory_lock(1, 2), pg_advisory_lock(1, 2)")),
          further(
              "LISTEN",
              test -> test.sql("LISTEN gallop", "LISTEN trot", "NOTIFY gallop, 'for the next'")),
          further(
              "a cursor WITH HOLD",
              test ->
                  test.transaction(
                      "DECLARE ride CURSOR WITH HOLD FOR SELECT * FROM ponies",
                      "FETCH 3 FROM ride")),
          further(
              "PREPARE",
              test ->
                  test.sql(
                      "PREPARE fast AS SELECT * FROM ponies WHERE id = $1", "EXECUTE fast(1)")),
          further(
              "the last value of a sequence",
              test ->
                  test.sql(
                      "SELECT nextval('tickets')",
                      "INSERT INTO ponies (stable, name) VALUES (1, 'A')")),
          further(
              "a transaction that failed and was left so",
              test -> {
                Connection left = test.borrowed();
                left.setAutoCommit(false);
                Actor.run(left, RACE);
                try {
                  Actor.run(left, "SELECT 1 / 0");
                } catch (SQLException expected) {
                  assertThat(expected.getSQLState()).isEqualTo("22012");
                }
              }),
          further(
              "an open transaction of a connection opened by URL",
              test -> {
                Connection left = test.openedByUrl();
                left.setAutoCommit(false);
                Actor.run(left, RACE, "DELETE FROM ponies", "SELECT nextval('numbers')");
              }),
          further(
              "a statement that still runs",
              test -> {
                Connection left = test.borrowed();
                Thread running =
                    new Thread(
                        () -> {
                          try {
                            Actor.run(
                                left, "SET application_name = 'asleep'", "SELECT pg_sleep(600)");
                          } catch (SQLException ended) {
                            Thread.currentThread().interrupt();
                          }
                        },
                        "sleeper");
                running.setDaemon(true);
                running.start();
                await()
                    .until(
                        () ->
                            test.ask(
                                    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'asleep'")
                                .equals("1"));
              }));
}
