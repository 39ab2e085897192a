package dev.pristine.postgresql;

import dev.pristine.enginetests.EngineUnderTest;
import dev.pristine.enginetests.OpenFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The PostgreSQL engine, as the contract suite needs to know it: an embedded server of our own. */
final class PostgresUnderTest {

  static final String SLOW_STATEMENT = "SELECT pg_sleep(1)";

  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE ponies (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE)",
          "INSERT INTO ponies (name) VALUES ('Seed')");

  private static final OpenFolder CACHE = cache();

  private PostgresUnderTest() {}

  static EngineUnderTest engine() {
    return new EngineUnderTest(
        Map.of(
            "pristine.server",
            server(),
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

  /** Returns the server to test: of the newest version on the class path, or of one that is set. */
  static String server() {
    String major = System.getProperty("postgresql.major", "");
    return major.isEmpty() ? "embedded:postgresql" : "embedded:postgresql:" + major;
  }

  private static OpenFolder cache() {
    try {
      return OpenFolder.untilExit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
