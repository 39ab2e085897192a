package dev.pristine.mariadb;

import java.util.List;

/** A schema of everything that MySQL has, with what is hard to copy. */
final class MysqlSchema {

  private MysqlSchema() {}

  static final List<String> STATEMENTS =
      List.of(
          "ALTER DATABASE CHARACTER SET latin1 COLLATE latin1_swedish_ci",
          // A child before its parent, and a circle.
          "SET foreign_key_checks = 0",
          "CREATE TABLE a_child (id int AUTO_INCREMENT PRIMARY KEY, parent int NOT NULL, FOREIGN"
              + " KEY (parent) REFERENCES z_parent (id) ON DELETE CASCADE)",
          "CREATE TABLE z_parent (id int AUTO_INCREMENT PRIMARY KEY, favourite int, CONSTRAINT"
              + " likes FOREIGN KEY (favourite) REFERENCES a_child (id) ON DELETE SET NULL ON"
              + " UPDATE CASCADE) AUTO_INCREMENT = 7000",
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
            id int NOT NULL PRIMARY KEY, price decimal(10, 2) NOT NULL CHECK (price >= 0),
            doubled decimal(10, 2) AS (price * 2) STORED, tripled decimal(12, 2) AS (price * 3) VIRTUAL INVISIBLE,
            hidden varchar(20) DEFAULT 'hidden' INVISIBLE, data json, place point NOT NULL SRID 4326, raw_data blob, bits bit(9),
            kind enum('a', 'b''c') CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs DEFAULT 'a', flags set('x', 'y'),
            at timestamp(6) NOT NULL DEFAULT '2020-07-01 12:00:00', seen timestamp NULL ON UPDATE current_timestamp,
            identity binary(16) DEFAULT (uuid_to_bin(uuid())), note varchar(50) DEFAULT (concat('a', 'b')), long_note text DEFAULT ('long'),
            ratio float, exact_ratio double, KEY (doubled), KEY computed ((price * 7)), KEY tags ((cast(data -> '$.tags' AS unsigned array))),
            KEY downwards (price DESC), KEY unseen (bits) INVISIBLE, SPATIAL KEY (place),
            CONSTRAINT whole CHECK (id > 0 AND kind <> 'zz'), CONSTRAINT unchecked CHECK (id < 2) NOT ENFORCED
          ) COMMENT = 'holds ''all'' kinds'""",
          "INSERT INTO many_types (id, price, hidden, data, place, raw_data, bits, kind, flags, at,"
              + " ratio, exact_ratio) VALUES (1, 1.50, 'secret', '{\"a\": 1.0, \"tags\": [1, 2]}',"
              + " st_geomfromtext('POINT(1 2)', 4326), x'00FF275C0A', b'100000001', 'b''c', 'x,y',"
              + " '2021-03-28 01:30:00.123456', 0.1, 0.1)",
          "INSERT INTO many_types (id, price, note, place) VALUES (2, 2, 'Größe',"
              + " st_geomfromtext('POINT(0 0)', 4326))",
          "SET sql_mode = ''",
          "CREATE TABLE old_times (day date NOT NULL DEFAULT '0000-00-00', at datetime DEFAULT"
              + " '0000-00-00 00:00:00')",
          "INSERT INTO old_times VALUES ('0000-00-00', '2000-00-00 00:00:00')",
          "SET sql_mode = DEFAULT",
          "CREATE TABLE texts (id int PRIMARY KEY, body text, FULLTEXT KEY words (body) WITH PARSER"
              + " ngram) CHARACTER SET utf8mb4",
          "INSERT INTO texts VALUES (1, 'the quick brown fox'), (2, '\uD83D\uDE00 smiles')",
          "CREATE TABLE parted (id int NOT NULL, day int NOT NULL, PRIMARY KEY (id, day)) PARTITION"
              + " BY RANGE (day) SUBPARTITION BY HASH (id) SUBPARTITIONS 2 (PARTITION p0 VALUES"
              + " LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)",
          "INSERT INTO parted VALUES (1, 1), (2, 20)",
          "CREATE TABLE isam (id int AUTO_INCREMENT PRIMARY KEY, name varchar(10)) ENGINE = MyISAM"
              + " AUTO_INCREMENT = 40",
          "INSERT INTO isam (name) VALUES ('one')",
          "CREATE TABLE packed (id int, name varchar(10)) ENGINE = ARCHIVE",
          "INSERT INTO packed VALUES (3, 'three')",
          "CREATE TABLE listed (id int NOT NULL, name varchar(10) NOT NULL) ENGINE = CSV",
          "INSERT INTO listed VALUES (5, 'five')",
          "CREATE TABLE memory (id int PRIMARY KEY) ENGINE = MEMORY",
          "INSERT INTO memory VALUES (4)",
          "CREATE TABLE part (id int, name varchar(10), KEY (id)) ENGINE = MyISAM",
          "INSERT INTO part VALUES (1, 'part')",
          "CREATE TABLE merged (id int, name varchar(10), KEY (id)) ENGINE = MRG_MyISAM UNION ="
              + " (part) INSERT_METHOD = LAST",
          "CREATE TABLE `odd ``name` (`select` int PRIMARY KEY, `a b` int, `ö` int)",
          "INSERT INTO `odd ``name` VALUES (1, 2, 3)",
          "SET sql_generate_invisible_primary_key = 1",
          "CREATE TABLE keyless (name varchar(10))",
          "INSERT INTO keyless VALUES ('a'), ('b'), ('c')",
          "DELETE FROM keyless WHERE name = 'b'",
          "SET sql_generate_invisible_primary_key = 0",
          "CREATE FUNCTION plus_one(n int) RETURNS int DETERMINISTIC RETURN n + 1",
          "SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT', collation_connection = latin1_german1_ci",
          "CREATE PROCEDURE \"quoted\"(OUT said text) COMMENT 'in another mode' SQL SECURITY"
              + " INVOKER BEGIN SELECT 'a' || \"name\" INTO said FROM \"zero\"; -- the end\n"
              + "END",
          "SET sql_mode = DEFAULT, collation_connection = DEFAULT",
          // A view that stands in the alphabet before what it is made of.
          "CREATE VIEW m_below AS SELECT id, plus_one(id) AS more FROM z_parent WHERE id > 0 WITH"
              + " CASCADED CHECK OPTION",
          "CREATE ALGORITHM = MERGE SQL SECURITY INVOKER VIEW a_above AS SELECT m.more, t.name FROM"
              + " m_below m LEFT JOIN zero t ON t.id = m.id",
          "CREATE VIEW `odd ``view` AS WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1"
              + " FROM up WHERE n < 3) SELECT n, 'Größe' AS word, rank() OVER (ORDER BY n) AS place"
              + " FROM up",
          "CREATE TRIGGER second BEFORE INSERT ON zero FOR EACH ROW SET new.name = concat(new.name,"
              + " '2')",
          "CREATE TRIGGER first BEFORE INSERT ON zero FOR EACH ROW PRECEDES second SET new.name ="
              + " concat(new.name, '1')",
          "CREATE TRIGGER counts AFTER DELETE ON z_parent FOR EACH ROW BEGIN INSERT INTO emptied"
              + " VALUES (NULL); UPDATE parted SET day = day; END",
          "SET time_zone = '+02:00'",
          "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 03:00:00' COMMENT"
              + " 'cleans' DO DELETE FROM texts",
          "CREATE EVENT once ON SCHEDULE AT '2035-01-01 00:00:00' ON COMPLETION PRESERVE DISABLE DO"
              + " DELETE FROM zero",
          "SET time_zone = DEFAULT",
          // Programs keep the collation that the database had when they were made.
          "ALTER DATABASE COLLATE latin1_bin",
          "CREATE PROCEDURE later() SELECT 1");
}
