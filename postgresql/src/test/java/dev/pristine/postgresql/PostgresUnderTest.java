package dev.pristine.postgresql;

import dev.pristine.enginetests.EngineUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The PostgreSQL engine, as the contract suite needs to know it. */
final class PostgresUnderTest {

  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE ponies (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE)",
          "INSERT INTO ponies (name) VALUES ('Seed')");

  private PostgresUnderTest() {}

  static EngineUnderTest engine() {
    return new EngineUnderTest(
        Map.of(
            "pristine.server",
            "jdbc:postgresql://127.0.0.1:5999/postgres",
            "pristine.user",
            "postgres",
            "pristine.password",
            "secret"),
        SCHEMA);
  }

  static List<String> slowSchema() {
    List<String> statements = new ArrayList<>(SCHEMA);
    statements.add("SELECT pg_sleep(1)");
    return statements;
  }
}
