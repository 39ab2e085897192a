package dev.pristine.mariadb;

import static dev.pristine.mariadb.Scenario.either;
import static dev.pristine.mariadb.Scenario.rewound;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;

/** Tests that write rows. */
final class DataScenarios {

  private DataScenarios() {}

  private static final String RACE = "INSERT INTO races (place) VALUES (1)";

  static final List<Scenario> ROWS =
      List.of(
          rewound("nothing", test -> {}),
          rewound("select", "SELECT * FROM ponies"),
          rewound("insert", RACE, RACE),
          rewound(
              "insert into what is seeded", "INSERT INTO ponies (stable, name) VALUES (1, 'New')"),
          rewound("update what is seeded", "UPDATE ponies SET name = concat(name, '!')"),
          rewound("update that changes only case", "UPDATE stables SET name = upper(name)"),
          rewound(
              "update and change back",
              "UPDATE ponies SET name = 'X' WHERE id = 4",
              "UPDATE ponies SET name = 'Pony 4' WHERE id = 4"),
          rewound("delete a seeded row", "DELETE FROM results WHERE race = 1 AND pony = 2"),
          rewound("delete all", "DELETE FROM results", "DELETE FROM notes"),
          rewound("delete that cascades", "DELETE FROM stables WHERE id = 1"),
          rewound("key that cascades", "UPDATE stables SET id = id + 10"),
          rewound("cascade that sets null", "DELETE FROM ponies WHERE id = 1"),
          rewound(
              "keys swapped",
              "SET foreign_key_checks = 0",
              "UPDATE ponies SET id = 1000 WHERE id = 1",
              "UPDATE ponies SET id = 1 WHERE id = 2",
              "UPDATE ponies SET id = 2 WHERE id = 1000"),
          rewound(
              "foreign keys broken",
              "SET foreign_key_checks = 0",
              "INSERT INTO results VALUES (4711, 4712)",
              "DELETE FROM stables"),
          rewound("replace", "REPLACE INTO stables VALUES (1, 'Other'), (9, 'Nine')"),
          rewound(
              "insert on duplicate key update",
              "INSERT INTO stables VALUES (1, 'A') ON DUPLICATE KEY UPDATE name = 'B'"),
          rewound("insert ignore", "INSERT IGNORE INTO stables VALUES (1, 'A'), (NULL, 'North')"),
          rewound("insert select", "INSERT INTO notes SELECT name FROM ponies"),
          rewound(
              "delete of several tables",
              "DELETE p, r FROM ponies p JOIN results r ON r.pony = p.id WHERE p.id = 2"),
          rewound(
              "update of several tables",
              "UPDATE ponies p JOIN stables s ON p.stable = s.id SET p.name = 'P', s.name = concat(s.name, 'S')"),
          rewound("delete returning", "DELETE FROM notes WHERE note = 'once' RETURNING note"),
          rewound(
              "without a key",
              "UPDATE notes SET note = 'changed' WHERE note = 'twice'",
              "DELETE FROM notes LIMIT 1"),
          rewound(
              "large values",
              "UPDATE documents SET body = concat(body, 'x'), raw = random_bytes(1000), data = '{}'",
              "DELETE FROM documents WHERE id = 2"),
          rewound(
              "generated columns",
              "UPDATE ledger SET amount = amount + 1",
              "INSERT INTO ledger (amount) VALUES (7)"),
          rewound(
              "partitions",
              "INSERT INTO events_at (at, what) VALUES ('2023-01-01', 'A'), ('2030-01-01', 'B')",
              "UPDATE events_at SET at = '2030-05-05' WHERE what = 'Derby'"),
          rewound(
              "through a view",
              "UPDATE grown SET name = 'Viewed'",
              "DELETE FROM grown WHERE id = 3"),
          rewound(
              "odd names",
              "INSERT INTO `odd ``name; ö` (`a b`) VALUES (3)",
              "UPDATE `odd ``name; ö` SET `a b` = 9"),
          rewound(
              "many rows",
              "INSERT INTO many (n) SELECT seq FROM seq_1_to_20000",
              "DELETE FROM many WHERE n % 3 = 0"),
          rewound("rolled back", "BEGIN", RACE, "DELETE FROM notes", "ROLLBACK"),
          rewound(
              "savepoints",
              "BEGIN",
              "SAVEPOINT a",
              RACE,
              "SAVEPOINT b",
              "DELETE FROM notes",
              "ROLLBACK TO b",
              "UPDATE ponies SET born = NULL WHERE id = 7",
              "COMMIT"),
          rewound(
              "select for update",
              "BEGIN",
              "SELECT * FROM ponies WHERE id < 5 FOR UPDATE",
              "COMMIT"),
          rewound(
              "locked tables",
              "LOCK TABLES races WRITE, notes WRITE",
              RACE,
              "DELETE FROM notes",
              "UNLOCK TABLES"),
          rewound("a row and back", RACE, "DELETE FROM races WHERE pony IS NULL"),
          rewound("in a procedure of the session", "CALL log_it('called')"),
          rewound("TRUNCATE of what is empty", "TRUNCATE visits", "TRUNCATE TABLE pony_log"),
          rewound(
              "TRUNCATE of what is seeded",
              "SET foreign_key_checks = 0",
              "TRUNCATE stables",
              "TRUNCATE many",
              "TRUNCATE `odd ``name; ö`"),
          rewound(
              "TRUNCATE and insert",
              test ->
                  test.sql(
                      "TRUNCATE TABLE %s.notes".formatted(test.place()),
                      "INSERT INTO notes VALUES ('new')")),
          rewound("a trigger's target", "INSERT INTO visits (who) VALUES ('Me'), ('You')"),
          rewound(
              "a seeded table whose triggers write",
              "INSERT INTO riders (name) VALUES ('Cid')",
              "DELETE FROM riders WHERE id = 1"),
          either(
              "a seeded table whose trigger alters", "INSERT INTO titles (title) VALUES ('sir')"),
          rewound(
              "MyISAM",
              "INSERT INTO isam (name) VALUES ('three')",
              "UPDATE isam SET name = 'ONE' WHERE id = 1"),
          rewound(
              "MyISAM rolled back",
              "BEGIN",
              "INSERT INTO isam (name) VALUES ('stays')",
              RACE,
              "ROLLBACK"),
          rewound(
              "MyISAM failed",
              test -> {
                try (Connection c = test.borrowed()) {
                  Actor.attempt(c, "INSERT INTO isam (name) VALUES ('a'), ('one'), ('b')");
                }
              }),
          rewound(
              "Aria", "INSERT INTO aria (name) VALUES ('two')", "DELETE FROM aria WHERE id = 1"),
          rewound(
              "MEMORY",
              "UPDATE memory SET name = 'other'",
              "INSERT INTO memory (name) VALUES ('two')",
              "DELETE FROM memory"),
          either("through a MERGE table", "INSERT INTO merged VALUES (1, 'merged')"),
          rewound(
              "system versioning",
              "UPDATE history SET x = 99",
              "DELETE FROM history WHERE id = 2",
              "INSERT INTO history VALUES (3, 3)",
              "INSERT INTO history_empty (x) VALUES (1)",
              "UPDATE history_empty SET x = 2"),
          rewound("history deleted", test -> test.administrator("DELETE HISTORY FROM history")),
          rewound(
              "LOAD DATA",
              test -> {
                Path file = Files.createTempFile("pristine", ".tsv");
                try {
                  Files.writeString(file, "one\ntwo\nthree\n");
                  test.sql("LOAD DATA LOCAL INFILE '%s' INTO TABLE notes".formatted(file));
                } finally {
                  Files.delete(file);
                }
              }),
          rewound(
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
          rewound(
              "from another schema's session",
              test -> {
                try (Connection connection = test.openedByUrl()) {
                  Actor.run(
                      connection,
                      "USE information_schema",
                      "INSERT INTO %s.notes VALUES ('from afar')".formatted(test.place()),
                      "DELETE FROM %s.many".formatted(test.place()));
                }
              }));

  static final List<Scenario> UNLOGGED =
      List.of(
          rewound(
              "rows with the log off",
              test ->
                  test.administrator(
                      "SET sql_log_bin = 0",
                      "INSERT INTO notes VALUES ('unlogged')",
                      "UPDATE ponies SET name = 'unlogged'",
                      "DELETE FROM isam",
                      RACE)),
          rewound(
              "a cascade with the log off",
              test ->
                  test.administrator("SET sql_log_bin = 0", "DELETE FROM stables WHERE id = 2")),
          rewound(
              "a sequence with the log off",
              test -> test.administrator("SET sql_log_bin = 0", "DO NEXTVAL(tickets)")),
          rewound(
              "rolled back with the log off",
              test -> test.administrator("SET sql_log_bin = 0", "BEGIN", RACE, "ROLLBACK")),
          either(
              "statements in the log",
              test ->
                  test.administrator(
                      "SET binlog_format = STATEMENT", "UPDATE ponies SET name = 'by statement'")),
          either(
              "mixed",
              test ->
                  test.administrator(
                      "SET binlog_format = MIXED",
                      "UPDATE notes SET note = uuid()",
                      "DELETE FROM many LIMIT 3")),
          rewound(
              "the log goes on in another file",
              test ->
                  test.administrator(
                      RACE, "FLUSH BINARY LOGS", "DELETE FROM notes", "FLUSH BINARY LOGS")),
          either(
              "the statistics begin anew",
              test -> {
                test.sql(RACE);
                test.administrator("FLUSH TABLE_STATISTICS");
                test.sql("DELETE FROM notes");
              }),
          either(
              "the log is removed",
              test -> test.administrator(RACE, "RESET MASTER", "DELETE FROM notes")));
}
