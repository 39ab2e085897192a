package dev.pristine.mariadb;

import static dev.pristine.mariadb.Scenario.either;
import static dev.pristine.mariadb.Scenario.rewound;

import java.sql.Connection;
import java.util.List;
import java.util.Set;

/** What is otherwise on MySQL, of all that a test may do. */
final class MysqlScenarios {

  private MysqlScenarios() {}

  /** There are no such tables, no sequences, and no such statements. */
  private static final Set<String> NOT_THERE =
      Set.of(
          "delete returning",
          "Aria",
          "system versioning",
          "history deleted",
          "two tables exchanged",
          "a number for no partition of MyISAM",
          "nextval",
          "nextval that was cached",
          "nextval rolled back",
          "setval",
          "sequences that cycle, and that are spent",
          "ALTER SEQUENCE RESTART",
          "ALTER SEQUENCE INCREMENT",
          "create sequence",
          "replace function",
          "by dynamic SQL",
          "ANALYZE, OPTIMIZE, CHECK, FLUSH",
          "an open transaction of a connection opened by URL");

  /** The log is the only witness. */
  private static final Set<String> NOT_SEEN =
      Set.of(
          "rows with the log off",
          "a cascade with the log off",
          "a sequence with the log off",
          "the statistics begin anew");

  static final List<Scenario> MORE =
      List.of(
          rewound("another case of a key", "UPDATE tongues SET word = 'HAY' WHERE word = 'hay'"),
          rewound(
              "a key with a blank less",
              "UPDATE tongues SET word = 'Straw' WHERE word LIKE 'Straw%'"),
          rewound("the same number in JSON", "UPDATE tongues SET data = '1' WHERE word = 'oats'"),
          rewound("a part of JSON", "UPDATE tongues SET data = json_set(data, '$.a', 2)"),
          rewound(
              "numbers that look the same",
              "UPDATE tongues SET ratio = 0.1000001, exact = -0e0, bits = b'10'"),
          rewound(
              "unique values exchanged",
              "UPDATE tongues SET meaning = 'x' WHERE word = 'hay'",
              "UPDATE tongues SET meaning = 'food' WHERE word LIKE 'Straw%'",
              "UPDATE tongues SET meaning = 'bed' WHERE word = 'hay'"),
          rewound("a place", "UPDATE tongues SET place = st_geomfromtext('POINT(1 3)', 4326)"),
          rewound(
              "a unique key for a primary one",
              "UPDATE brands SET suffix = 'x'",
              "INSERT INTO brands VALUES (9, 'c', 'new')",
              "DELETE FROM brands WHERE number = 8"),
          rewound(
              "keys that are not shown",
              "INSERT INTO hidden (note) VALUES ('two')",
              "UPDATE hidden SET note = 'three' LIMIT 1",
              "DELETE FROM hidden LIMIT 1"),
          rewound(
              "a counter that was emptied away, and another that was rolled back",
              "TRUNCATE gaps",
              "INSERT IGNORE INTO stables (name) VALUES ('North')"),
          rewound(
              "seeds emptied away, and a number rolled back",
              "SET foreign_key_checks = 0",
              "TRUNCATE ponies",
              "INSERT IGNORE INTO stables (name) VALUES ('North')"),
          rewound("CSV", "INSERT INTO listed VALUES (2, 'two')"),
          either("ARCHIVE", "INSERT INTO packed VALUES (2, 'two')"),
          either(
              "a compressed log",
              test ->
                  test.administrator(
                      "SET binlog_transaction_compression = 1",
                      "INSERT INTO notes VALUES ('compressed')")),
          rewound(
              "a log with more in it",
              test ->
                  test.administrator(
                      "SET binlog_rows_query_log_events = 1, binlog_row_value_options = PARTIAL_JSON, binlog_row_image = MINIMAL",
                      "UPDATE tongues SET data = json_set(data, '$.a', 2)",
                      "UPDATE ponies SET name = 'minimal' WHERE id = 3")),
          rewound(
              "ANALYZE, OPTIMIZE, CHECK",
              "ANALYZE TABLE ponies",
              "OPTIMIZE TABLE isam",
              "CHECK TABLE ponies",
              "ANALYZE TABLE many UPDATE HISTOGRAM ON n"),
          rewound(
              "an open transaction of a connection opened by URL, on MySQL",
              test -> {
                Connection left = test.openedByUrl();
                left.setAutoCommit(false);
                Actor.run(left, "INSERT INTO races (place) VALUES (1)", "DELETE FROM ponies");
              }),
          either(
              "by dynamic SQL, on MySQL",
              "PREPARE ddl FROM 'ALTER TABLE notes ADD COLUMN c int'",
              "EXECUTE ddl"),
          either(
              "create table with rows",
              "CREATE TABLE extra AS SELECT * FROM ponies",
              "DELETE FROM extra"));

  /** Leaves out what has no meaning on the server that tests run on. */
  static List<Scenario> here(List<Scenario> scenarios) {
    return MysqlPrograms.areUsed()
        ? scenarios.stream()
            .filter(scenario -> !NOT_THERE.contains(scenario.name()))
            .filter(scenario -> !NOT_SEEN.contains(scenario.name()))
            .toList()
        : scenarios;
  }
}
