package dev.pristine.sqlite;

import dev.pristine.enginetests.EngineUnderTest;
import dev.pristine.enginetests.OpenFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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

  private static final Path LIBRARIES = libraries();

  private SqliteUnderTest() {}

  static EngineUnderTest engine() {
    return new EngineUnderTest(
        Map.of(
            "pristine.server",
            "embedded:sqlite",
            "pristine.project",
            "contract",
            "pristine.cache",
            CACHE.path().toString(),
            // The driver unpacks its library there, and a killed process does not remove it.
            "org.sqlite.tmpdir",
            LIBRARIES.toString()),
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

  private static Path libraries() {
    try {
      Path folder = Files.createTempDirectory("pristine-sqlite-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("Could not remove " + folder + ": " + e);
    }
  }
}
