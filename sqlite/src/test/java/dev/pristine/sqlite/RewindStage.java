package dev.pristine.sqlite;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.SchemaMigration;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** One copy of a template of many kinds of tables, which is rewound or replaced after each use. */
final class RewindStage implements AutoCloseable {

  private static final List<String> SCHEMA =
      List.of(
          "PRAGMA user_version = 7",
          "CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT COLLATE NOCASE UNIQUE)",
          "CREATE TABLE child (id INTEGER PRIMARY KEY, parent REFERENCES parent ON DELETE CASCADE, n)",
          "CREATE TABLE keyed (a TEXT, b INT, c BLOB, PRIMARY KEY (a, b)) WITHOUT ROWID",
          "CREATE TABLE strict (id INTEGER PRIMARY KEY, amount REAL NOT NULL CHECK (amount >= 0)) STRICT",
          "CREATE TABLE computed (n INT, twice INT AS (2 * n) STORED, thrice INT AS (3 * n))",
          "CREATE TABLE bare (x, y)",
          "CREATE TABLE \"odd \"\"name; [1]\" (\"rowid\" TEXT, \"select\" TEXT)",
          "CREATE TABLE log (what TEXT)",
          "CREATE VIRTUAL TABLE words USING fts5(text)",
          "CREATE INDEX child_parent ON child (parent)",
          "CREATE UNIQUE INDEX some_bare ON bare (x) WHERE y > 0",
          "CREATE VIEW names AS SELECT name FROM parent",
          "CREATE TRIGGER logged AFTER INSERT ON parent BEGIN INSERT INTO log VALUES (new.name); END",
          "INSERT INTO parent (name) VALUES ('Ann'), ('Bob'), ('Cid')",
          "INSERT INTO child VALUES (1, 1, 10), (2, 1, 20), (3, 2, 30)",
          "INSERT INTO keyed VALUES ('k', 1, x'00ff'), ('k', 2, NULL)",
          "INSERT INTO strict VALUES (1, 1.5)",
          "INSERT INTO computed (n) VALUES (1), (2)",
          "INSERT INTO bare VALUES (1, 1), ('one', -1), (NULL, NULL)",
          "INSERT INTO \"odd \"\"name; [1]\" VALUES ('r', 's')",
          "INSERT INTO words VALUES ('some words to find')");

  private final Settings settings;
  private final Pristine pristine;
  private final SchemaMigration migration;

  private RewindStage(Settings settings, SchemaMigration migration) {
    this.settings = settings;
    this.pristine = Pristine.open(settings);
    this.migration = migration;
  }

  static RewindStage open(Path folder, Map<String, String> others) {
    Settings.Builder settings =
        SqliteUnderTest.engine().settingsWith(Map.of("pristine.verify-every", "1")).toBuilder();
    settings.set("pristine.clones", "1");
    others.forEach(settings::set);
    return new RewindStage(
        settings.build(), new SchemaMigration("stage " + folder, SCHEMA, folder.resolve("runs")));
  }

  TestDatabase acquire(String holder) {
    return pristine.acquire(migration, Isolation.REWIND, holder);
  }

  /** Returns what is in a copy that nobody has used. */
  List<String> untouched() throws SQLException {
    try (TestDatabase database = pristine.acquire(migration, Isolation.CLONE, "untouched")) {
      return dump(database);
    }
  }

  static List<String> dump(TestDatabase database) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      return Dump.of(connection);
    }
  }

  @Override
  public void close() {
    pristine.close();
    // By another one, because nobody drops the template that it uses itself.
    try (Pristine cleaner = Pristine.open(settings)) {
      cleaner.clean(true);
    }
  }
}
