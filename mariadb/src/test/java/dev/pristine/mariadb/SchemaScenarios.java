package dev.pristine.mariadb;

import static dev.pristine.mariadb.Scenario.either;
import static dev.pristine.mariadb.Scenario.rewound;

import java.util.List;

/** Tests that change the schema, or something else than rows. */
final class SchemaScenarios {

  private SchemaScenarios() {}

  static final List<Scenario> SCHEMA =
      List.of(
          rewound(
              "ANALYZE, OPTIMIZE, CHECK, FLUSH",
              "ANALYZE TABLE ponies",
              "OPTIMIZE TABLE isam",
              "CHECK TABLE ponies",
              "ANALYZE TABLE many PERSISTENT FOR ALL"),
          either("create table", "CREATE TABLE extra (id int)", "INSERT INTO extra VALUES (1)"),
          either("create table as select", "CREATE TABLE extra AS SELECT * FROM ponies"),
          either("create and drop table", "CREATE TABLE extra (id int)", "DROP TABLE extra"),
          either("drop table", "DROP TABLE results"),
          either("rename table", "RENAME TABLE notes TO remarks"),
          either("two tables exchanged", "RENAME TABLE isam TO x, aria TO isam, x TO aria"),
          either("add column", "ALTER TABLE ponies ADD COLUMN c int DEFAULT 7"),
          either("change a default", "ALTER TABLE ponies ALTER born SET DEFAULT '2001-01-01'"),
          either("comment", "ALTER TABLE notes COMMENT = 'changed'"),
          either("create index", "CREATE INDEX extra ON notes (note)"),
          either("drop foreign key", "ALTER TABLE races DROP FOREIGN KEY races_ibfk_1"),
          either("another engine", "ALTER TABLE notes ENGINE = MyISAM"),
          either("view replaced", "CREATE OR REPLACE VIEW grown AS SELECT * FROM ponies"),
          either("drop view", "DROP VIEW grown"),
          either(
              "create trigger",
              "CREATE TRIGGER extra BEFORE INSERT ON notes FOR EACH ROW SET new.note = 'x'"),
          either("drop trigger", "DROP TRIGGER visit_logged"),
          either("create procedure", "CREATE PROCEDURE extra() SELECT 1"),
          either(
              "replace function",
              "CREATE OR REPLACE FUNCTION plus_one(n int) RETURNS int DETERMINISTIC RETURN n + 2"),
          either("drop event", "DROP EVENT nightly"),
          either("alter event", "ALTER EVENT nightly COMMENT 'other'"),
          either("create sequence", "CREATE SEQUENCE extra"),
          either("drop partition", "ALTER TABLE events_at DROP PARTITION p2024"),
          either("collation of the database", "ALTER DATABASE COLLATE latin1_bin"),
          either(
              "by a statement in a comment",
              "/* why */ -- because\nALTER TABLE notes ADD COLUMN c int"),
          either("by dynamic SQL", "EXECUTE IMMEDIATE 'ALTER TABLE notes ADD COLUMN c int'"),
          either(
              "from another schema's session",
              test ->
                  test.sql(
                      "USE information_schema",
                      "ALTER TABLE %s.notes ADD COLUMN c int".formatted(test.place()))),
          either("grant", test -> test.administrator("GRANT SELECT ON notes TO stranger")),
          either(
              "grant on the schema",
              test ->
                  test.administrator("GRANT SELECT ON %s.* TO stranger".formatted(test.place()))),
          either(
              "another database",
              test -> {
                test.administrator(
                    "CREATE DATABASE elsewhere", "CREATE TABLE elsewhere.t (id int)");
                test.repairedBy("DROP DATABASE elsewhere");
              }),
          either(
              "an account",
              test -> {
                test.administrator("CREATE USER somebody IDENTIFIED BY 'tops3cret'");
                test.repairedBy("DROP USER somebody");
              }));
}
