package dev.pristine.mariadb;

import static dev.pristine.mariadb.Scenario.either;
import static dev.pristine.mariadb.Scenario.rewound;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Tests that use up numbers, whether they leave rows or not. */
final class NumberScenarios {

  private NumberScenarios() {}

  private static final String RACE = "INSERT INTO races (place) VALUES (1)";

  static final List<Scenario> ALL =
      List.of(
          rewound(
              "insert rolled back",
              "BEGIN",
              "INSERT INTO races (place) VALUES (1), (2)",
              "ROLLBACK"),
          rewound(
              "insert that failed",
              test -> {
                try (Connection c = test.borrowed()) {
                  Actor.attempt(c, "INSERT INTO stables (name) VALUES ('North')");
                  Actor.attempt(c, "INSERT INTO races (place) VALUES (-1)");
                }
              }),
          rewound(
              "insert that is ignored, or only updates",
              "INSERT IGNORE INTO stables (name) VALUES ('North')",
              "INSERT INTO stables (name) VALUES ('North') ON DUPLICATE KEY UPDATE name = 'North'"),
          rewound(
              "a leaked transaction's numbers",
              test -> {
                Connection left = test.borrowed();
                left.setAutoCommit(false);
                Actor.run(left, RACE, "INSERT INTO gaps (name) VALUES ('x')");
              }),
          rewound("a given number", "INSERT INTO races (id, place) VALUES (9000000000, 1)"),
          rewound(
              "numbers of what was emptied",
              "INSERT INTO gaps (name) VALUES ('a')",
              "DELETE FROM gaps"),
          rewound(
              "numbers of partitions, rolled back",
              "BEGIN",
              "INSERT INTO events_at (at, what) VALUES ('2024-01-01', 'A'), ('2030-01-01', 'B')",
              "ROLLBACK"),
          either("ALTER TABLE … AUTO_INCREMENT", "ALTER TABLE races AUTO_INCREMENT = 77"),
          rewound(
              "nextval",
              "DO NEXTVAL(tickets)",
              "DO NEXTVAL(numbers), NEXTVAL(numbers)",
              "DO NEXTVAL(moved)"),
          rewound(
              "nextval that was cached",
              "DO NEXTVAL(tickets), NEXTVAL(tickets)",
              "DO NEXTVAL(tickets)"),
          rewound("nextval rolled back", "BEGIN", "DO NEXTVAL(numbers)", "ROLLBACK"),
          rewound("setval", "DO SETVAL(numbers, 5000)", "DO SETVAL(tickets, 70, 0)"),
          rewound(
              "sequences that cycle, and that are spent",
              test -> {
                try (Connection c = test.borrowed()) {
                  Actor.run(c, "DO NEXTVAL(rounds), NEXTVAL(rounds)");
                  Actor.attempt(c, "DO NEXTVAL(spent)");
                }
              }),
          either("ALTER SEQUENCE RESTART", "ALTER SEQUENCE numbers RESTART 4711"),
          either("ALTER SEQUENCE INCREMENT", "ALTER SEQUENCE numbers INCREMENT 7"),
          rewound("ignored by a hash", "INSERT IGNORE INTO tags (tag) VALUES ('tame')"),
          rewound(
              "a hash whose row stays as it is",
              "INSERT INTO tags (tag) VALUES ('tame') ON DUPLICATE KEY UPDATE tag = 'tame'"),
          rewound(
              "loaded and ignored by a hash", test -> load(test, "IGNORE INTO TABLE tags (tag)")),
          rewound(
              "loaded and ignored",
              test -> load(test, "IGNORE INTO TABLE stables (@any) SET name = 'North'")),
          refused("by a hash", "INSERT INTO tags (tag) VALUES ('new'), ('tame')"),
          refused("by a trigger", "INSERT INTO guarded (name) VALUES ('fox')"),
          refused("by a trigger, late", "INSERT INTO guarded (name) VALUES ('hen'), ('fox')"),
          refused("by a check", "INSERT INTO races (place) VALUES (-1)"),
          refused("by a check, late", "INSERT INTO races (place) VALUES (1), (2), (-1)"),
          refused("by a foreign key", "INSERT INTO ponies (stable, name) VALUES (4711, 'x')"),
          refused("for want of a value", "INSERT INTO ledger (amount) VALUES (NULL)"),
          refused("for a wrong value", "INSERT INTO ledger (amount) VALUES (1), (1e30)"),
          refused("for want of a partition", "INSERT INTO shows (year) VALUES (2024), (2099)"),
          rewound("reserved ahead", "INSERT INTO many (n) SELECT seq FROM seq_1_to_5"),
          rewound(
              "reserved ahead, and rolled back",
              "BEGIN",
              "INSERT INTO many (n) SELECT seq FROM seq_1_to_5",
              "ROLLBACK"),
          rewound(
              "reserved ahead, and ignored",
              "INSERT IGNORE INTO stables (name) SELECT 'North' FROM seq_1_to_5"),
          rewound("replaced", "REPLACE INTO stables (name) VALUES ('North')"),
          rewound("a row's new number", "UPDATE many SET id = 9000 WHERE id = 1"),
          rewound("in partitions", "INSERT INTO shows (year) VALUES (2024), (2027)"),
          rewound(
              "a number taken to another partition",
              "UPDATE shows SET id = 300, year = 2027 WHERE id = 1"),
          rewound(
              "a number taken to another partition and back",
              "BEGIN",
              "UPDATE shows SET id = 300, year = 2027 WHERE id = 1",
              "ROLLBACK"),
          rewound(
              "a number for no partition",
              "UPDATE IGNORE shows SET id = 300, year = 2099 WHERE id = 1"),
          rewound(
              "a number for no partition of MyISAM",
              "UPDATE IGNORE isam_shows SET id = 300, year = 2099 WHERE id = 1"),
          refused("with a number for no partition", "UPDATE shows SET id = 300, year = 2099"));

  private static Scenario refused(String how, String sql) {
    return rewound(
        "refused " + how,
        test -> {
          try (Connection connection = test.borrowed()) {
            assertThatThrownBy(() -> Actor.run(connection, sql)).isInstanceOf(SQLException.class);
          }
        });
  }

  private static void load(Actor test, String target) throws Exception {
    Path file = Files.createTempFile("pristine", ".tsv");
    try {
      Files.writeString(file, "tame\n");
      test.sql("LOAD DATA LOCAL INFILE '%s' %s".formatted(file, target));
    } finally {
      Files.delete(file);
    }
  }
}
