package dev.pristine.mariadb;

import java.util.List;

/** A schema of everything that MariaDB has, with what is hard to copy. */
final class EverythingSchema {

  private EverythingSchema() {}

  static final List<String> STATEMENTS =
      CommonSchema.with(
          List.of(
              "ALTER DATABASE CHARACTER SET latin1 COLLATE latin1_swedish_ci COMMENT 'the application''s'",
              "CREATE SEQUENCE orders START WITH 100 INCREMENT BY 5 NOCACHE",
              "DO NEXTVAL(orders), NEXTVAL(orders)",
              "CREATE SEQUENCE backwards START WITH 10 MINVALUE -20 MAXVALUE 10 INCREMENT BY -3 CACHE 0 CYCLE",
              "DO NEXTVAL(backwards)",
              "CREATE SEQUENCE spent START WITH 1 MINVALUE 1 MAXVALUE 2 NOCACHE",
              "DO NEXTVAL(spent), NEXTVAL(spent)",
              "CREATE SEQUENCE untouched"),
          List.of(
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
              "CREATE TABLE texts (id int PRIMARY KEY, body text, FULLTEXT KEY words (body)) CHARACTER SET utf8mb4",
              "CREATE TABLE versioned (id int PRIMARY KEY, x int) WITH SYSTEM VERSIONING",
              "INSERT INTO versioned VALUES (1, 1), (2, 2)",
              "UPDATE versioned SET x = 10 WHERE id = 1",
              "DELETE FROM versioned WHERE id = 2",
              "CREATE TABLE periods (id int, x int, since timestamp(6) GENERATED ALWAYS AS ROW START, until timestamp(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (since, until), PRIMARY KEY (id, until)) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME (PARTITION past HISTORY, PARTITION present CURRENT)",
              "INSERT INTO periods (id, x) VALUES (1, 1)",
              "UPDATE periods SET x = 2",
              "CREATE TABLE booked (room int, since date, until date, PERIOD FOR stay (since, until), UNIQUE (room, stay WITHOUT OVERLAPS))",
              "INSERT INTO booked VALUES (1, '2020-01-01', '2020-01-05')",
              "CREATE TABLE aria (id int AUTO_INCREMENT PRIMARY KEY) ENGINE = Aria TRANSACTIONAL = 1",
              "INSERT INTO aria VALUES (3)"),
          List.of(
              "CREATE AGGREGATE FUNCTION total(n int) RETURNS int BEGIN DECLARE t int DEFAULT 0; DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN t; LOOP FETCH GROUP NEXT ROW; SET t = t + n; END LOOP; END",
              "SET sql_mode = ORACLE",
              "CREATE PACKAGE tools AS FUNCTION twice(n int) RETURN int; END",
              "CREATE PACKAGE BODY tools AS FUNCTION twice(n int) RETURN int AS BEGIN RETURN n * 2; END; END",
              "SET sql_mode = DEFAULT",
              "CREATE VIEW `odd ``view` AS SELECT count(*) AS n, 'Größe' AS word FROM a_above"));
}
