package dev.pristine.postgresql;

import static dev.pristine.postgresql.Scenario.further;
import static dev.pristine.postgresql.Scenario.rewound;

import java.sql.Connection;
import java.util.List;

/** Tests that change rows. */
final class DataScenarios {

  private static final String RACE = "INSERT INTO races (place, pony) VALUES (1, 2), (2, 3)";

  private DataScenarios() {}

  static final List<Scenario> OF_THE_SIXTY =
      List.of(
          rewound("nothing", test -> {}),
          rewound(
              "select only",
              test ->
                  test.sql("SELECT count(*) FROM ponies", "SELECT length(body) FROM documents")),
          rewound(
              "insert",
              test -> test.sql("INSERT INTO ponies (stable, name) VALUES (1, 'New')", RACE)),
          rewound(
              "update seeded",
              test -> test.sql("UPDATE ponies SET name = name || '!' WHERE id <= 3")),
          rewound("delete seeded row", test -> test.sql("DELETE FROM ponies WHERE id = 2")),
          rewound(
              "delete all seeded",
              test -> test.sql("DELETE FROM stables", "DELETE FROM notes", "DELETE FROM events")),
          rewound(
              "change a key of seeded rows",
              test ->
                  test.sql(
                      "UPDATE stables SET id = id + 100",
                      "UPDATE ponies SET id = -id WHERE id > 10")),
          rewound(
              "COPY",
              test -> {
                test.copy("races (place, pony)", "1\t1", "2\t2", "3\t\\N");
                test.copy("ponies (stable, name)", "1\tCopied");
              }),
          rewound(
              "MERGE",
              test ->
                  test.sql(
                      """
                      MERGE INTO ponies p USING generate_series(15, 25) n ON p.id = n
                      WHEN MATCHED AND n < 18 THEN DELETE
                      WHEN MATCHED THEN UPDATE SET name = 'Merged'
                      WHEN NOT MATCHED THEN INSERT (id, stable, name) VALUES (n, 1, 'New')""")),
          rewound("rolled-back insert", test -> test.rolledBack(RACE)),
          rewound(
              "insert into a partition",
              test ->
                  test.sql(
                      "INSERT INTO events VALUES ('2025-01-01', 'A'), ('1999-01-01', 'B')",
                      "INSERT INTO events_2024 VALUES ('2024-01-01', 'C')",
                      "UPDATE events SET at = '2025-12-12' WHERE what = 'Fair'")),
          rewound(
              "generated and identity columns",
              test ->
                  test.sql(
                      "INSERT INTO ledger (amount) VALUES (7)",
                      "INSERT INTO ledger (id, amount) OVERRIDING SYSTEM VALUE VALUES (900, 8)",
                      "UPDATE ledger SET amount = amount + 1 WHERE id = 1",
                      "DELETE FROM ledger WHERE id = 2")),
          rewound(
              "update without a key, of rows that are there twice",
              test ->
                  test.sql(
                      "UPDATE notes SET note = 'thrice' WHERE note = 'twice'",
                      "INSERT INTO notes VALUES ('once'), (NULL)")),
          rewound(
              "TOAST update",
              test ->
                  test.sql(
                      "UPDATE documents SET body = body || 'x' WHERE id = 1",
                      "UPDATE documents SET title = 'Same body'")),
          rewound("TOAST delete", test -> test.sql("DELETE FROM documents")),
          rewound(
              "unlogged insert",
              test -> test.sql("INSERT INTO visits (who) VALUES ('Me'), ('You')")),
          rewound(
              "insert on conflict do nothing",
              test ->
                  test.sql(
                      "INSERT INTO stables (name) VALUES ('North') ON CONFLICT DO NOTHING",
                      "INSERT INTO ponies (id, stable, name) VALUES (1, 1, 'Again') ON CONFLICT (id) DO NOTHING")),
          rewound(
              "select for update",
              test -> test.transaction("SELECT * FROM ponies WHERE id < 5 FOR UPDATE")),
          rewound(
              "insert under session_replication_role",
              test ->
                  test.superuser(
                      "SET session_replication_role = replica",
                      "INSERT INTO results VALUES (4711, 4712)",
                      "DELETE FROM stables WHERE id = 1")),
          rewound(
              "COPY in the transaction that truncated",
              test -> {
                try (Connection connection = test.borrowed()) {
                  connection.setAutoCommit(false);
                  Actor.run(connection, "TRUNCATE results");
                  Actor.copy(connection, "races (id, place)", "1\t1");
                  Actor.copy(connection, "results", "1\t1", "1\t2");
                  connection.commit();
                }
              }),
          rewound("TRUNCATE of an empty table", test -> test.sql("TRUNCATE results")),
          rewound(
              "TRUNCATE RESTART IDENTITY CASCADE of a seeded table",
              test -> test.sql("TRUNCATE stables RESTART IDENTITY CASCADE", "TRUNCATE notes")));

  static final List<Scenario> FURTHER =
      List.of(
          further(
              "insert and delete the same row",
              test -> test.sql(RACE, "DELETE FROM races", "DELETE FROM pony_log")),
          further(
              "update and change back",
              test ->
                  test.sql(
                      "UPDATE ponies SET name = 'X' WHERE id = 4",
                      "UPDATE ponies SET name = 'Pony 4' WHERE id = 4")),
          further(
              "swap two keys",
              test ->
                  test.sql(
                      "UPDATE ponies SET id = -1 WHERE id = 1",
                      "UPDATE ponies SET id = 1 WHERE id = 2",
                      "UPDATE ponies SET id = 2 WHERE id = -1")),
          further(
              "swap two unique values",
              test ->
                  test.sql(
                      "UPDATE stables SET name = 'none' WHERE name = 'North'",
                      "UPDATE stables SET name = 'North' WHERE name = 'South'",
                      "UPDATE stables SET name = 'South' WHERE name = 'none'")),
          further(
              "delete a seeded row and insert another under its key",
              test ->
                  test.sql(
                      "DELETE FROM stables WHERE id = 3",
                      "INSERT INTO stables (id, name) VALUES (3, 'West')")),
          further(
              "savepoints, some rolled back",
              test ->
                  test.transaction(
                      "SAVEPOINT a",
                      RACE,
                      "SAVEPOINT b",
                      "DELETE FROM stables",
                      "ROLLBACK TO b",
                      "UPDATE ponies SET born = now() WHERE id = 7",
                      "RELEASE a")),
          further(
              "large writes",
              test ->
                  test.sql(
                      "INSERT INTO notes SELECT 'Note ' || n FROM generate_series(1, 60000) n",
                      "UPDATE notes SET note = note || '.'",
                      "UPDATE documents SET body = repeat(body, 40)")),
          further(
              "rows locked by two at once",
              test -> {
                try (Connection one = test.borrowed();
                    Connection other = test.borrowed()) {
                  one.setAutoCommit(false);
                  other.setAutoCommit(false);
                  Actor.run(one, "SELECT * FROM ponies WHERE id < 9 FOR KEY SHARE");
                  Actor.run(other, "UPDATE ponies SET name = 'Shared' WHERE id = 1");
                  Actor.run(other, "SELECT * FROM ponies WHERE id < 9 FOR SHARE");
                  one.commit();
                  other.commit();
                }
              }),
          further(
              "two sessions at once",
              test -> {
                try (Connection one = test.borrowed();
                    Connection other = test.openedByUrl()) {
                  one.setAutoCommit(false);
                  other.setAutoCommit(false);
                  Actor.run(one, RACE);
                  Actor.run(other, "DELETE FROM notes", RACE);
                  Actor.run(one, "UPDATE ponies SET name = 'One' WHERE id = 1");
                  other.commit();
                  one.commit();
                }
              }),
          further(
              "through a view",
              test ->
                  test.sql("UPDATE grown SET name = 'Viewed'", "DELETE FROM grown WHERE id = 1")),
          further(
              "prepared and committed",
              test ->
                  test.sql("BEGIN", RACE, "PREPARE TRANSACTION 'done'", "COMMIT PREPARED 'done'")),
          further(
              "unlogged rows in a transaction that was rolled back, and the log of another",
              test -> {
                test.rolledBack("INSERT INTO visits (who) VALUES ('Nobody')");
                test.sql("INSERT INTO visits (who) SELECT 'Many' FROM generate_series(1, 5000)");
              }));
}
