package dev.pristine.sqlite;

import dev.pristine.enginetests.EngineUnderTest;
import dev.pristine.enginetests.OpenFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The SQLite engine, as the contract suite needs to know it. */
final class SqliteUnderTest {

  /** Takes a second or more, and changes nothing. */
  static final String SLOW_STATEMENT =
      "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 6000000) SELECT max(x) FROM c";

  static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE ponies (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE)",
          "INSERT INTO ponies (name) VALUES ('Seed')");

  private static final OpenFolder CACHE = cache();

  private SqliteUnderTest() {}

  static EngineUnderTest engine() {
    return new EngineUnderTest(
        Map.of(
            "pristine.server",
            "embedded:sqlite",
            "pristine.project",
            "contract",
            "pristine.cache",
            CACHE.path().toString()),
        SCHEMA);
  }

  static List<String> slowSchema() {
    List<String> statements = new ArrayList<>(SCHEMA);
    statements.add(SLOW_STATEMENT);
    return statements;
  }

  private static OpenFolder cache() {
    try {
      return OpenFolder.untilExit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
