package dev.pristine.mariadb;

import java.util.List;

/** A schema of everything that MySQL has, with what is hard to copy. */
final class MysqlSchema {

  private MysqlSchema() {}

  static final List<String> STATEMENTS =
      CommonSchema.with(
          List.of("ALTER DATABASE CHARACTER SET latin1 COLLATE latin1_swedish_ci"),
          List.of(
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
              "INSERT INTO many_types (id, price, hidden, data, place, raw_data, bits, kind, flags, at, ratio, exact_ratio) VALUES (1, 1.50, 'secret', '{\"a\": 1.0, \"tags\": [1, 2]}', st_geomfromtext('POINT(1 2)', 4326), x'00FF275C0A', b'100000001', 'b''c', 'x,y', '2021-03-28 01:30:00.123456', 0.1, 0.1)",
              "INSERT INTO many_types (id, price, note, place) VALUES (2, 2, 'Größe', st_geomfromtext('POINT(0 0)', 4326))",
              "CREATE TABLE texts (id int PRIMARY KEY, body text, FULLTEXT KEY words (body) WITH PARSER ngram) CHARACTER SET utf8mb4",
              "CREATE TABLE packed (id int, name varchar(10)) ENGINE = ARCHIVE",
              "INSERT INTO packed VALUES (3, 'three')",
              "CREATE TABLE listed (id int NOT NULL, name varchar(10) NOT NULL) ENGINE = CSV",
              "INSERT INTO listed VALUES (5, 'five')",
              "SET sql_generate_invisible_primary_key = 1",
              "CREATE TABLE keyless (name varchar(10))",
              "INSERT INTO keyless VALUES ('a'), ('b'), ('c')",
              "DELETE FROM keyless WHERE name = 'b'",
              "SET sql_generate_invisible_primary_key = 0"),
          List.of(
              "CREATE VIEW `odd ``view` AS WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 3) SELECT n, 'Größe' AS word, rank() OVER (ORDER BY n) AS place FROM up"));
}
