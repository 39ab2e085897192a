package dev.pristine.mariadb;

import java.util.List;

/** A schema of everything that MariaDB has, with what is hard to copy. */
final class EverythingSchema {

  private EverythingSchema() {}

  static final List<String> STATEMENTS =
      List.of(
          "ALTER DATABASE CHARACTER SET latin1 COLLATE latin1_swedish_ci COMMENT 'the application''s'",
          "CREATE SEQUENCE orders START WITH 100 INCREMENT BY 5 NOCACHE",
          "DO NEXTVAL(orders), NEXTVAL(orders)",
          "CREATE SEQUENCE backwards START WITH 10 MINVALUE -20 MAXVALUE 10 INCREMENT BY -3 CACHE 0 CYCLE",
          "DO NEXTVAL(backwards)",
          "CREATE SEQUENCE spent START WITH 1 MINVALUE 1 MAXVALUE 2 NOCACHE",
          "DO NEXTVAL(spent), NEXTVAL(spent)",
          "CREATE SEQUENCE untouched",
          // A child before its parent, and a circle.
          "SET foreign_key_checks = 0",
          "CREATE TABLE a_child (id int AUTO_INCREMENT PRIMARY KEY, parent int NOT NULL, FOREIGN KEY (parent) REFERENCES z_parent (id) ON DELETE CASCADE)",
          "CREATE TABLE z_parent (id int AUTO_INCREMENT PRIMARY KEY, favourite int, CONSTRAINT likes FOREIGN KEY (favourite) REFERENCES a_child (id) ON DELETE SET NULL ON UPDATE CASCADE) AUTO_INCREMENT = 7000",
          "SET foreign_key_checks = 1",
          "INSERT INTO z_parent VALUES (1, NULL), (2, NULL)",
          "INSERT INTO a_child (id, parent) VALUES (11, 1), (12, 2)",
          "UPDATE z_parent SET favourite = 12 WHERE id = 1",
          "CREATE TABLE zero (id int AUTO_INCREMENT PRIMARY KEY, name varchar(10))",
          "SET sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO')",
          "INSERT INTO zero VALUES (0, 'nought')",
          "SET sql_mode = DEFAULT",
          "CREATE TABLE emptied (id int AUTO_INCREMENT PRIMARY KEY)",
          "INSERT INTO emptied VALUES (500)",
          "DELETE FROM emptied",
          """
          CREATE TABLE many_types (
            id int NOT NULL DEFAULT nextval(orders) PRIMARY KEY, price decimal(10, 2) NOT NULL CHECK (price >= 0),
            doubled decimal(10, 2) AS (price * 2) STORED, tripled decimal(12, 2) AS (price * 3) VIRTUAL INVISIBLE,
            hidden varchar(20) INVISIBLE DEFAULT 'hidden', data json, place point, raw blob, bits bit(9),
            kind enum('a', 'b''c') CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT 'a', flags set('x', 'y'),
            at timestamp(6) NOT NULL DEFAULT '2020-07-01 12:00:00', seen timestamp NULL ON UPDATE current_timestamp(),
            identity uuid DEFAULT uuid(), note varchar(50) DEFAULT concat('a', 'b'), KEY (doubled), CONSTRAINT whole CHECK (id > 0 AND kind <> 'zz')
          ) COMMENT = 'holds ''all'' kinds'""",
          "INSERT INTO many_types (id, price, hidden, data, place, raw, bits, kind, flags, at) VALUES (1, 1.50, 'secret', '{\"a\": [1]}', point(1, 2), x'00FF275C0A', b'100000001', 'b''c', 'x,y', '2021-03-28 01:30:00.123456')",
          "INSERT INTO many_types (price, note) VALUES (2, 'Größe')",
          "SET sql_mode = ''",
          "CREATE TABLE old_times (day date NOT NULL DEFAULT '0000-00-00', at datetime DEFAULT '0000-00-00 00:00:00')",
          "INSERT INTO old_times VALUES ('0000-00-00', '2000-00-00 00:00:00')",
          "SET sql_mode = DEFAULT",
          "CREATE TABLE texts (id int PRIMARY KEY, body text, FULLTEXT KEY words (body)) CHARACTER SET utf8mb4",
          "INSERT INTO texts VALUES (1, 'the quick brown fox'), (2, '\uD83D\uDE00 smiles')",
          "CREATE TABLE parted (id int NOT NULL, day int NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day) SUBPARTITION BY HASH (id) SUBPARTITIONS 2 (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)",
          "INSERT INTO parted VALUES (1, 1), (2, 20)",
          "CREATE TABLE versioned (id int PRIMARY KEY, x int) WITH SYSTEM VERSIONING",
          "INSERT INTO versioned VALUES (1, 1), (2, 2)",
          "UPDATE versioned SET x = 10 WHERE id = 1",
          "DELETE FROM versioned WHERE id = 2",
          "CREATE TABLE periods (id int, x int, since timestamp(6) GENERATED ALWAYS AS ROW START, until timestamp(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (since, until), PRIMARY KEY (id, until)) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME (PARTITION past HISTORY, PARTITION present CURRENT)",
          "INSERT INTO periods (id, x) VALUES (1, 1)",
          "UPDATE periods SET x = 2",
          "CREATE TABLE booked (room int, since date, until date, PERIOD FOR stay (since, until), UNIQUE (room, stay WITHOUT OVERLAPS))",
          "INSERT INTO booked VALUES (1, '2020-01-01', '2020-01-05')",
          "CREATE TABLE isam (id int AUTO_INCREMENT PRIMARY KEY, name varchar(10)) ENGINE = MyISAM AUTO_INCREMENT = 40",
          "INSERT INTO isam (name) VALUES ('one')",
          "CREATE TABLE aria (id int AUTO_INCREMENT PRIMARY KEY) ENGINE = Aria TRANSACTIONAL = 1",
          "INSERT INTO aria VALUES (3)",
          "CREATE TABLE memory (id int PRIMARY KEY) ENGINE = MEMORY",
          "INSERT INTO memory VALUES (4)",
          "CREATE TABLE part (id int, name varchar(10), KEY (id)) ENGINE = MyISAM",
          "INSERT INTO part VALUES (1, 'part')",
          "CREATE TABLE merged (id int, name varchar(10), KEY (id)) ENGINE = MRG_MyISAM UNION = (part) INSERT_METHOD = LAST",
          "CREATE TABLE `odd ``name` (`select` int PRIMARY KEY, `a b` int, `ö` int)",
          "INSERT INTO `odd ``name` VALUES (1, 2, 3)",
          "CREATE FUNCTION plus_one(n int) RETURNS int DETERMINISTIC RETURN n + 1",
          "CREATE AGGREGATE FUNCTION total(n int) RETURNS int BEGIN DECLARE t int DEFAULT 0; DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN t; LOOP FETCH GROUP NEXT ROW; SET t = t + n; END LOOP; END",
          "SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT', collation_connection = latin1_german1_ci",
          "CREATE PROCEDURE \"quoted\"(OUT said text) COMMENT 'in another mode' SQL SECURITY INVOKER BEGIN SELECT 'a' || \"name\" INTO said FROM \"zero\"; -- the end\nEND",
          "SET sql_mode = DEFAULT, collation_connection = DEFAULT",
          "SET sql_mode = ORACLE",
          "CREATE PACKAGE tools AS FUNCTION twice(n int) RETURN int; END",
          "CREATE PACKAGE BODY tools AS FUNCTION twice(n int) RETURN int AS BEGIN RETURN n * 2; END; END",
          "SET sql_mode = DEFAULT",
          // A view that stands in the alphabet before what it is made of.
          "CREATE VIEW m_below AS SELECT id, plus_one(id) AS more FROM z_parent WHERE id > 0 WITH CASCADED CHECK OPTION",
          "CREATE ALGORITHM = MERGE SQL SECURITY INVOKER VIEW a_above AS SELECT m.more, t.name FROM m_below m LEFT JOIN zero t ON t.id = m.id",
          "CREATE VIEW `odd ``view` AS SELECT count(*) AS n, 'Größe' AS word FROM a_above",
          "CREATE TRIGGER second BEFORE INSERT ON zero FOR EACH ROW SET new.name = concat(new.name, '2')",
          "CREATE TRIGGER first BEFORE INSERT ON zero FOR EACH ROW PRECEDES second SET new.name = concat(new.name, '1')",
          "CREATE TRIGGER counts AFTER DELETE ON z_parent FOR EACH ROW BEGIN INSERT INTO emptied VALUES (NULL); UPDATE parted SET day = day; END",
          "SET time_zone = '+02:00'",
          "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 03:00:00' COMMENT 'cleans' DO DELETE FROM texts",
          "CREATE EVENT once ON SCHEDULE AT '2035-01-01 00:00:00' ON COMPLETION PRESERVE DISABLE DO DELETE FROM zero",
          "SET time_zone = DEFAULT",
          // Programs keep the collation that the database had when they were made.
          "ALTER DATABASE COLLATE latin1_bin",
          "CREATE PROCEDURE later() SELECT 1");
}
