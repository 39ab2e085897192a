package dev.pristine.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlBoundaryTest {

  private static final SqlBoundary STANDARD = new SqlBoundary(SqlDialect.STANDARD);
  private static final SqlBoundary MARIADB = new SqlBoundary(SqlDialect.MARIADB);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE DATABASE other",
        "create database if not exists `other` character set utf8",
        "/*!40000 DROP DATABASE IF EXISTS other */",
        "CREATE DATABASE /*!32312 IF NOT EXISTS*/ `other`",
        "CREATE OR REPLACE DATABASE other",
        "CREATE SCHEMA other",
        "DROP SCHEMA other",
        "ALTER DATABASE `other` COLLATE utf8mb4_bin",
        "ALTER SCHEMA other CHARACTER SET utf8",
        "USE `other`",
        "\\u other",
      })
  void whatLeavesADatabaseOfMariadbIsSeen(String statement) {
    assertThat(MARIADB.crossing("SELECT 1;\n" + statement))
        .hasValueSatisfying(
            what -> assertThat(what).startsWith("leaves its database: [%s]".formatted(statement)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "other.t, INSERT INTO `other`.t VALUES (1)",
        "other.t, insert ignore other.t values (1)",
        "other.t, REPLACE LOW_PRIORITY INTO other.t SELECT 1",
        "other.t, UPDATE other.t SET a = 1",
        "other.t, DELETE FROM other.t",
        "other.t, CREATE TABLE IF NOT EXISTS other . t (a int)",
        "other.t, TRUNCATE other.t",
        "other.t, TRUNCATE TABLE other.t",
        "other.t, DROP TABLE IF EXISTS `other`.`t`",
        "other.t, ALTER TABLE other.t ADD b int",
        "other.t, RENAME TABLE t TO other.t",
        "other.v, CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW other.v AS SELECT 1",
        "other.p, CREATE DEFINER=`root`@`localhost` PROCEDURE other.p() SELECT 1",
        "other.t, LOAD DATA INFILE 'x' REPLACE INTO TABLE other.t",
      })
  void whatWritesToAnotherDatabaseOfMariadbIsSeen(String name, String statement) {
    assertThat(MARIADB.crossing(statement))
        .hasValue(
            "writes to another database, [%s]: [%s]. Leave the database's name out: Pristine gives each its own"
                .formatted(name, statement));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t SELECT * FROM information_schema.tables",
        "INSERT INTO t (a) VALUES (1.5) ON DUPLICATE KEY UPDATE t.a = t.a + 1",
        "UPDATE t JOIN u ON t.a = u.b SET t.a = u.c",
        "DELETE t FROM t JOIN u ON t.a = u.b",
        "CREATE TABLE t (use_count int, `database` text COMMENT 'use x; CREATE DATABASE y')",
        "ALTER DATABASE CHARACTER SET utf8mb4",
        "ALTER DATABASE COLLATE utf8mb4_bin",
        "CREATE VIEW v AS SELECT t.a FROM t",
        "CREATE TRIGGER g AFTER UPDATE ON t FOR EACH ROW SET @a = NEW.a",
        "CREATE PROCEDURE p() BEGIN INSERT INTO t VALUES (1); DELETE FROM t; END",
        "-- USE other",
        "USE ${flyway:database}",
        "SELECT 'it\\'s; USE other'",
        "a quote that ' never ends; USE other",
      })
  void whatStaysInADatabaseOfMariadbIsNotRefused(String statement) {
    assertThat(MARIADB.crossing(statement)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"CREATE SCHEMA app", "CREATE TABLE app.t (a int)", "ALTER DATABASE d SET x = 'y'"})
  void whatStaysInADatabaseOfPostgresqlIsNotRefused(String statement) {
    assertThat(STANDARD.crossing(statement)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"SET GLOBAL max_connections = 7", "set global x = 1"})
  void whatChangesTheWholeServerIsSeen(String statement) {
    assertThat(MARIADB.crossing(statement))
        .hasValue("changes the whole server: [%s]".formatted(statement));
  }
}
