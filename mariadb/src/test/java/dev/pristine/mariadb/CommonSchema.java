package dev.pristine.mariadb;

import java.util.List;
import java.util.stream.Stream;

/** What MariaDB and MySQL both have, with what is hard to copy. */
final class CommonSchema {

  private CommonSchema() {}

  private static final List<String> KEYS =
      List.of(
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
          "DELETE FROM emptied");

  private static final List<String> TABLES =
      List.of(
          "SET sql_mode = ''",
          "CREATE TABLE old_times (day date NOT NULL DEFAULT '0000-00-00', at datetime DEFAULT '0000-00-00 00:00:00')",
          "INSERT INTO old_times VALUES ('0000-00-00', '2000-00-00 00:00:00')",
          "SET sql_mode = DEFAULT",
          "INSERT INTO texts VALUES (1, 'the quick brown fox'), (2, '\uD83D\uDE00 smiles')",
          "CREATE TABLE parted (id int NOT NULL, day int NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day) SUBPARTITION BY HASH (id) SUBPARTITIONS 2 (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)",
          "INSERT INTO parted VALUES (1, 1), (2, 20)",
          "CREATE TABLE isam (id int AUTO_INCREMENT PRIMARY KEY, name varchar(10)) ENGINE = MyISAM AUTO_INCREMENT = 40",
          "INSERT INTO isam (name) VALUES ('one')",
          "CREATE TABLE memory (id int PRIMARY KEY) ENGINE = MEMORY",
          "INSERT INTO memory VALUES (4)",
          "CREATE TABLE part (id int, name varchar(10), KEY (id)) ENGINE = MyISAM",
          "INSERT INTO part VALUES (1, 'part')",
          "CREATE TABLE merged (id int, name varchar(10), KEY (id)) ENGINE = MRG_MyISAM UNION = (part) INSERT_METHOD = LAST",
          "CREATE TABLE `odd ``name` (`select` int PRIMARY KEY, `a b` int, `ö` int)",
          "INSERT INTO `odd ``name` VALUES (1, 2, 3)");

  private static final List<String> PROGRAMS =
      List.of(
          "CREATE FUNCTION plus_one(n int) RETURNS int DETERMINISTIC RETURN n + 1",
          "SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT', collation_connection = latin1_german1_ci",
          "CREATE PROCEDURE \"quoted\"(OUT said text) COMMENT 'in another mode' SQL SECURITY INVOKER BEGIN SELECT 'a' || \"name\" INTO said FROM \"zero\"; -- the end\nEND",
          "SET sql_mode = DEFAULT, collation_connection = DEFAULT",
          // A view that stands in the alphabet before what it is made of.
          "CREATE VIEW m_below AS SELECT id, plus_one(id) AS more FROM z_parent WHERE id > 0 WITH CASCADED CHECK OPTION",
          "CREATE ALGORITHM = MERGE SQL SECURITY INVOKER VIEW a_above AS SELECT m.more, t.name FROM m_below m LEFT JOIN zero t ON t.id = m.id");

  private static final List<String> AT_LAST =
      List.of(
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

  /**
   * Adds it to what only one of them has.
   *
   * @param first what comes before all
   * @param tables its tables, {@code texts} among them
   * @param programs its routines and views
   */
  static List<String> with(List<String> first, List<String> tables, List<String> programs) {
    return Stream.of(first, KEYS, tables, TABLES, PROGRAMS, programs, AT_LAST)
        .flatMap(List::stream)
        .toList();
  }
}
