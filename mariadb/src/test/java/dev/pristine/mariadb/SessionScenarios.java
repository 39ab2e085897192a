package dev.pristine.mariadb;

import static dev.pristine.mariadb.Scenario.either;
import static dev.pristine.mariadb.Scenario.rewound;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Tests that leave something in their sessions, or leave sessions. */
final class SessionScenarios {

  private SessionScenarios() {}

  private static final String RACE = "INSERT INTO races (place) VALUES (1)";

  static final List<Scenario> ALL =
      List.of(
          rewound(
              "SET",
              "SET sql_mode = '', time_zone = '+05:00', foreign_key_checks = 0, lock_wait_timeout = 7",
              "SET NAMES latin1",
              "SET @tenant = 'acme'",
              "SET autocommit = 0",
              "SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE",
              "SET SESSION TRANSACTION READ ONLY"),
          rewound("USE", "USE information_schema"),
          either(
              "a role",
              test -> {
                test.administrator("GRANT stranger TO pristine_app");
                test.repairedBy("REVOKE stranger FROM pristine_app");
                test.sql("SET ROLE stranger");
              }),
          rewound(
              "what JDBC sets",
              test -> {
                Connection left = test.borrowed();
                left.setReadOnly(true);
                left.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                left.setAutoCommit(false);
                left.setNetworkTimeout(Runnable::run, 4_000);
                left.close();
              }),
          rewound(
              "temporary tables",
              "CREATE TEMPORARY TABLE scratch (n int)",
              "INSERT INTO scratch VALUES (1)",
              "CREATE TEMPORARY TABLE ponies (n int)",
              "INSERT INTO ponies VALUES (1)"),
          rewound(
              "a temporary table of rows that were read",
              "CREATE TEMPORARY TABLE scratch AS SELECT * FROM ponies",
              "DROP TEMPORARY TABLE scratch"),
          rewound("locks by name", "DO GET_LOCK('left', 0)"),
          rewound("tables left locked", "LOCK TABLES races WRITE, ponies READ", RACE),
          rewound("a handler left open", "HANDLER ponies OPEN", "HANDLER ponies READ FIRST"),
          rewound("PREPARE", "PREPARE fast FROM 'SELECT 1'", "EXECUTE fast"),
          rewound("the last number", RACE, "INSERT INTO ponies (stable, name) VALUES (1, 'A')"),
          rewound(
              "an open transaction left behind",
              test -> {
                Connection left = test.borrowed();
                left.setAutoCommit(false);
                Actor.run(
                    left, RACE, "DELETE FROM notes", "UPDATE stables SET name = concat(name, '.')");
              }),
          rewound(
              "an open transaction of a connection opened by URL",
              test -> {
                Connection left = test.openedByUrl();
                left.setAutoCommit(false);
                Actor.run(left, RACE, "DELETE FROM ponies", "DO NEXTVAL(numbers)");
              }),
          rewound(
              "a statement that still runs",
              test -> {
                Connection left = test.openedByUrl();
                Thread running =
                    new Thread(
                        () ->
                            assertThatThrownBy(
                                    () -> Actor.run(left, "INSERT INTO notes SELECT sleep(600)"))
                                .isInstanceOf(SQLException.class),
                        "sleeper");
                running.setDaemon(true);
                running.start();
                await().until(() -> test.isRunning("INSERT INTO notes SELECT sleep(600)"));
              }),
          rewound(
              "XA prepared and left",
              "XA START 'left'",
              RACE,
              "DELETE FROM notes",
              "XA END 'left'",
              "XA PREPARE 'left'"),
          rewound(
              "XA committed",
              "XA START 'done', 'b', 7",
              RACE,
              "XA END 'done', 'b', 7",
              "XA PREPARE 'done', 'b', 7",
              "XA COMMIT 'done', 'b', 7"),
          rewound(
              "XA rolled back",
              "XA START 'undone'",
              RACE,
              "XA END 'undone'",
              "XA PREPARE 'undone'",
              "XA ROLLBACK 'undone'"),
          rewound(
              "XA in one phase",
              "XA START 'one'",
              RACE,
              "XA END 'one'",
              "XA COMMIT 'one' ONE PHASE"),
          rewound("XA not ended", test -> Actor.run(test.borrowed(), "XA START 'open'", RACE)),
          either(
              "a session that is killed",
              test -> {
                Connection left = test.borrowed();
                left.setAutoCommit(false);
                Actor.run(left, RACE);
                test.administrator("KILL " + SessionReset.id(left));
              }));
}
