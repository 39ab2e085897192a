package dev.pristine.mariadb;

import java.util.List;

/** What an application may have: of each kind of table one, seeded or empty, and all else. */
final class Stables {

  private Stables() {}

  /** Returns those that the server has that tests run on. */
  static List<String> here() {
    return MysqlPrograms.areUsed() ? MysqlStables.STATEMENTS : STATEMENTS;
  }

  static final List<String> STATEMENTS =
      List.of(
          "CREATE TABLE stables (id int AUTO_INCREMENT PRIMARY KEY, name varchar(50) NOT NULL UNIQUE)",
          "CREATE TABLE ponies (id bigint AUTO_INCREMENT PRIMARY KEY, stable int NOT NULL, name varchar(50) NOT NULL, born date,"
              + " FOREIGN KEY (stable) REFERENCES stables (id) ON DELETE CASCADE ON UPDATE CASCADE)",
          "CREATE TABLE races (id bigint AUTO_INCREMENT PRIMARY KEY, place int CHECK (place > 0), pony bigint,"
              + " FOREIGN KEY (pony) REFERENCES ponies (id) ON DELETE SET NULL ON UPDATE CASCADE)",
          "CREATE TABLE results (race bigint, pony bigint, PRIMARY KEY (race, pony),"
              + " FOREIGN KEY (race) REFERENCES races (id) ON DELETE CASCADE,"
              + " FOREIGN KEY (pony) REFERENCES ponies (id) ON DELETE CASCADE ON UPDATE CASCADE)",
          "INSERT INTO stables (name) VALUES ('North'), ('South'), ('East')",
          "INSERT INTO ponies (stable, name, born) SELECT 1 + seq % 3, concat('Pony ', seq), date '2020-01-01' + INTERVAL seq DAY FROM seq_1_to_20",
          "INSERT INTO races (place, pony) VALUES (1, 1), (2, 2)",
          "INSERT INTO results VALUES (1, 1), (1, 2), (2, 2)",
          // Triggers on what is seeded, and on what is empty.
          "CREATE TABLE pony_log (id int AUTO_INCREMENT PRIMARY KEY, at timestamp DEFAULT current_timestamp(), what varchar(50))",
          "CREATE TABLE riders (id int AUTO_INCREMENT PRIMARY KEY, name varchar(50))",
          "INSERT INTO riders (name) VALUES ('Ann'), ('Bob')",
          "CREATE PROCEDURE log_it(word varchar(50)) INSERT INTO pony_log (what) VALUES (word)",
          "CREATE TRIGGER rider_logged AFTER INSERT ON riders FOR EACH ROW CALL log_it(new.name)",
          "CREATE TRIGGER rider_gone BEFORE DELETE ON riders FOR EACH ROW CALL log_it(old.name)",
          "CREATE TABLE titles (id int AUTO_INCREMENT PRIMARY KEY, title varchar(50))",
          "INSERT INTO titles (title) VALUES ('Lord'), ('LADY')",
          "CREATE TRIGGER title_loud BEFORE INSERT ON titles FOR EACH ROW SET new.title = upper(new.title)",
          "CREATE TABLE visits (id int AUTO_INCREMENT PRIMARY KEY, who varchar(50)) AUTO_INCREMENT = 1000",
          "CREATE TRIGGER visit_logged AFTER INSERT ON visits FOR EACH ROW INSERT INTO pony_log (what) VALUES (new.who)",
          "CREATE TRIGGER visit_gone AFTER DELETE ON visits FOR EACH ROW INSERT INTO pony_log (what) VALUES (old.who)",
          // Of other kinds.
          "CREATE TABLE isam (id int AUTO_INCREMENT PRIMARY KEY, name varchar(50) UNIQUE) ENGINE = MyISAM",
          "INSERT INTO isam (name) VALUES ('one'), ('two')",
          "CREATE TABLE aria (id int AUTO_INCREMENT PRIMARY KEY, name varchar(50) UNIQUE) ENGINE = Aria",
          "INSERT INTO aria (name) VALUES ('one')",
          "CREATE TABLE memory (id int AUTO_INCREMENT PRIMARY KEY, name varchar(50) UNIQUE) ENGINE = MEMORY",
          "INSERT INTO memory (name) VALUES ('one')",
          "CREATE TABLE part (id int, name varchar(10), KEY (id)) ENGINE = MyISAM",
          "CREATE TABLE merged (id int, name varchar(10), KEY (id)) ENGINE = MRG_MyISAM UNION = (part) INSERT_METHOD = LAST",
          "CREATE TABLE events_at (id int AUTO_INCREMENT, at date NOT NULL, what varchar(50), PRIMARY KEY (id, at))"
              + " PARTITION BY RANGE (year(at)) (PARTITION p2024 VALUES LESS THAN (2025), PARTITION rest VALUES LESS THAN MAXVALUE)",
          "INSERT INTO events_at (at, what) VALUES ('2024-05-05', 'Derby'), ('2025-06-06', 'Fair')",
          "CREATE TABLE shows (id int AUTO_INCREMENT, year int NOT NULL, PRIMARY KEY (id, year))"
              + " PARTITION BY RANGE (year) (PARTITION past VALUES LESS THAN (2025), PARTITION coming VALUES LESS THAN (2030))",
          "INSERT INTO shows (year) VALUES (2024), (2026)",
          "CREATE TABLE isam_shows (id int AUTO_INCREMENT, year int NOT NULL, PRIMARY KEY (id, year)) ENGINE = MyISAM"
              + " PARTITION BY RANGE (year) (PARTITION past VALUES LESS THAN (2025), PARTITION coming VALUES LESS THAN (2030))",
          "INSERT INTO isam_shows (year) VALUES (2024), (2026)",
          "CREATE TABLE tags (id int AUTO_INCREMENT PRIMARY KEY, tag text UNIQUE)",
          "INSERT INTO tags (tag) VALUES ('tame'), ('wild')",
          "CREATE TABLE guarded (id int AUTO_INCREMENT PRIMARY KEY, name varchar(50))",
          "CREATE TRIGGER guard BEFORE INSERT ON guarded FOR EACH ROW BEGIN IF new.name = 'fox' THEN SIGNAL SQLSTATE '45000'; END IF; END",
          "CREATE TABLE history (id int PRIMARY KEY, x int) WITH SYSTEM VERSIONING",
          "INSERT INTO history VALUES (1, 1), (2, 2)",
          "UPDATE history SET x = 10 WHERE id = 1",
          "CREATE TABLE history_empty (id int AUTO_INCREMENT PRIMARY KEY, x int) WITH SYSTEM VERSIONING",
          "CREATE TABLE ledger (id int AUTO_INCREMENT PRIMARY KEY, amount decimal(10, 2) NOT NULL, doubled decimal(10, 2) AS (amount * 2) STORED, tripled decimal(12, 2) AS (amount * 3) VIRTUAL)",
          "INSERT INTO ledger (amount) VALUES (1.5), (20)",
          "CREATE TABLE notes (note varchar(200))",
          "INSERT INTO notes VALUES ('twice'), ('twice'), ('once'), (NULL)",
          "CREATE TABLE documents (id int PRIMARY KEY, title varchar(50), body longtext, raw longblob, data json, FULLTEXT KEY (body))",
          "INSERT INTO documents VALUES (1, 'Long', repeat('word after word ', 3000), random_bytes(1000), '{\"a\": [1]}'), (2, 'Short', 'few', x'00ff27', NULL)",
          "CREATE TABLE gaps (id int AUTO_INCREMENT PRIMARY KEY, name varchar(50) UNIQUE)",
          "INSERT INTO gaps VALUES (500, 'gone')",
          "DELETE FROM gaps",
          "CREATE TABLE `odd ``name; ö` (`select` int AUTO_INCREMENT PRIMARY KEY, `a b` int)",
          "INSERT INTO `odd ``name; ö` (`a b`) VALUES (2)",
          "CREATE TABLE many (id int AUTO_INCREMENT PRIMARY KEY, n int, KEY (n))",
          "INSERT INTO many (n) SELECT seq FROM seq_1_to_500",
          "CREATE SEQUENCE tickets CACHE 20",
          "CREATE SEQUENCE numbers START WITH 100 INCREMENT BY 5 NOCACHE",
          "CREATE SEQUENCE moved START WITH 10 CACHE 10",
          "DO NEXTVAL(moved), NEXTVAL(moved)",
          "CREATE SEQUENCE rounds START WITH 1 MAXVALUE 3 NOCACHE CYCLE",
          "DO NEXTVAL(rounds), NEXTVAL(rounds), NEXTVAL(rounds), NEXTVAL(rounds)",
          "CREATE SEQUENCE spent START WITH 1 MAXVALUE 2 NOCACHE",
          "DO NEXTVAL(spent), NEXTVAL(spent)",
          "CREATE VIEW grown AS SELECT * FROM ponies WHERE born < '2020-01-10'",
          "CREATE FUNCTION plus_one(n int) RETURNS int DETERMINISTIC RETURN n + 1",
          "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 03:00:00' DO DELETE FROM notes");
}
