package dev.pristine.mariadb;

import dev.pristine.enginetests.RandomSteps;
import dev.pristine.enginetests.Workload;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Makes up what a test may do to the tables of {@link Stables}. */
final class RandomWorkloads implements Workload.Runner {

  private static final List<String> ROWS =
      List.of(
          "INSERT INTO ponies (stable, name) VALUES (%d, 'New %d')",
          "INSERT INTO ponies (id, stable, name) VALUES (%d, 2, 'Given') ON DUPLICATE KEY UPDATE name = 'Again'",
          "INSERT INTO races (place, pony) SELECT seq, %d FROM seq_1_to_5",
          "INSERT IGNORE INTO results SELECT r.id, p.id FROM races r, ponies p WHERE p.id < %d",
          "INSERT INTO stables (name) VALUES ('Stable %d')",
          "INSERT INTO visits (who) VALUES ('Visitor %d')",
          "INSERT INTO riders (name) VALUES ('Rider %d')",
          "INSERT INTO titles (title) VALUES ('title %d')",
          "INSERT INTO isam (name) VALUES ('isam %d')",
          "INSERT INTO aria (name) VALUES ('aria %d'), ('one')",
          "INSERT INTO memory (name) VALUES ('memory %d')",
          "INSERT INTO events_at (at, what) SELECT date '2023-06-01' + INTERVAL 100 * seq DAY, 'Event' FROM seq_1_to_9",
          "INSERT INTO history VALUES (%d, %d)",
          "INSERT INTO history_empty (x) VALUES (%d)",
          "INSERT INTO ledger (amount) VALUES (%d)",
          "INSERT INTO notes VALUES ('twice'), (NULL), ('Note %d')",
          "INSERT INTO documents VALUES (%d + 10, 'New', repeat('word ', 500), NULL, '{}')",
          "INSERT INTO gaps (name) VALUES ('gap %d')",
          "INSERT INTO many (n) SELECT seq FROM seq_1_to_300",
          "INSERT INTO merged VALUES (%d, 'm')",
          "UPDATE ponies SET name = concat(name, '!') WHERE id % 5 = %d % 5",
          "UPDATE ponies SET stable = 1 + %d % 3 WHERE id < %d",
          "UPDATE ponies SET id = id + 1000 WHERE id = %d",
          "UPDATE stables SET id = id + 10 WHERE id = %d % 3 + 1",
          "UPDATE stables SET name = concat(name, '.') WHERE id > %d % 3",
          "UPDATE notes SET note = 'changed' WHERE note = 'twice'",
          "UPDATE notes SET note = note",
          "UPDATE documents SET body = concat(body, 'x%d')",
          "UPDATE history SET x = x + %d",
          "UPDATE ledger SET amount = amount + %d",
          "UPDATE events_at SET at = at + INTERVAL %d MONTH",
          "UPDATE visits SET who = 'Changed' WHERE id % 2 = 0",
          "UPDATE isam SET name = concat(name, '.') WHERE id % 2 = %d % 2",
          "UPDATE riders SET name = 'R%d' WHERE id = 1",
          "REPLACE INTO stables VALUES (%d % 4, 'Replaced %d')",
          "DELETE FROM ponies WHERE id = %d",
          "DELETE FROM ponies WHERE id > %d",
          "DELETE FROM stables WHERE id = %d % 3 + 1",
          "DELETE FROM notes WHERE note = 'once'",
          "DELETE FROM notes LIMIT 1",
          "DELETE FROM history WHERE id = %d % 3",
          "DELETE FROM documents WHERE id = %d % 2 + 1",
          "DELETE FROM pony_log",
          "DELETE FROM visits",
          "DELETE FROM riders WHERE id = %d % 3",
          "DELETE FROM aria",
          "DELETE FROM many WHERE n % 7 = %d % 7",
          "DO NEXTVAL(numbers), NEXTVAL(tickets)",
          "DO NEXTVAL(moved)",
          "DO NEXTVAL(rounds)",
          "DO NEXTVAL(spent)",
          "DO SETVAL(numbers, 100 + 5 * %d)",
          "DO SETVAL(tickets, %d, 0)",
          "SELECT * FROM ponies WHERE id < %d FOR UPDATE",
          "SELECT * FROM ponies WHERE id < %d LOCK IN SHARE MODE",
          "TRUNCATE pony_log",
          "TRUNCATE TABLE notes",
          "SET foreign_key_checks = 0; TRUNCATE ponies");

  private static final List<String> TRANSACTIONS =
      List.of(
          "BEGIN",
          "START TRANSACTION READ ONLY",
          "SET autocommit = 0",
          "SET autocommit = 1",
          "COMMIT",
          "COMMIT",
          "ROLLBACK",
          "COMMIT AND CHAIN",
          "SAVEPOINT a",
          "SAVEPOINT b",
          "ROLLBACK TO a",
          "ROLLBACK TO b",
          "RELEASE SAVEPOINT a",
          "XA START 'x%d'",
          "XA END 'x%d'",
          "XA START 'x'",
          "XA END 'x'",
          "XA PREPARE 'x'",
          "XA COMMIT 'x'",
          "XA ROLLBACK 'x'");

  private static final List<String> SESSION =
      List.of(
          "CREATE TEMPORARY TABLE scratch (n int)",
          "CREATE TEMPORARY TABLE notes (note varchar(200))",
          "INSERT INTO scratch VALUES (%d)",
          "DROP TEMPORARY TABLE IF EXISTS scratch",
          "SET sql_mode = ''",
          "SET foreign_key_checks = %d % 2",
          "SET @a = %d",
          "SET NAMES latin1",
          "USE information_schema",
          "DO GET_LOCK('lock %d', 0)",
          "LOCK TABLES notes WRITE, ponies READ",
          "UNLOCK TABLES",
          "HANDLER notes OPEN",
          "PREPARE fast FROM 'SELECT %d'");

  private static final List<String> UPKEEP =
      List.of(
          "ANALYZE TABLE ponies",
          "OPTIMIZE TABLE notes",
          "OPTIMIZE TABLE ponies",
          "CHECK TABLE isam",
          "FLUSH TABLES");

  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE IF NOT EXISTS extra (id int AUTO_INCREMENT PRIMARY KEY, n int)",
          "INSERT INTO extra (n) VALUES (%d)",
          "DROP TABLE IF EXISTS extra",
          "ALTER TABLE ponies ADD COLUMN c%d int DEFAULT 7",
          "RENAME TABLE notes TO remarks",
          "RENAME TABLE remarks TO notes",
          "CREATE INDEX i%d ON notes (note)",
          "ALTER TABLE races AUTO_INCREMENT = %d00",
          "ALTER SEQUENCE numbers RESTART %d00",
          "ALTER TABLE ponies COMMENT = '%d'",
          "DROP TRIGGER IF EXISTS visit_logged",
          "CREATE OR REPLACE VIEW grown AS SELECT %d AS n",
          "CREATE OR REPLACE PROCEDURE log_it(word varchar(50)) SELECT %d");

  private static final RandomSteps STEPS =
      new RandomSteps(ROWS, TRANSACTIONS, SESSION, UPKEEP, SCHEMA);

  static RandomSteps steps() {
    return STEPS;
  }

  @Override
  public void begin(Connection connection) throws SQLException {
    Actor.run(connection, "SET innodb_lock_wait_timeout = 0, lock_wait_timeout = 0");
  }

  @Override
  public void run(Connection connection, String sql) throws SQLException {
    Actor.run(connection, sql.split("; "));
  }
}
