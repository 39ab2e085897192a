package dev.pristine.mariadb;

import dev.pristine.enginetests.EngineUnderTest;
import java.util.ArrayList;
import java.util.List;

/** The MariaDB engine, as the contract suite needs to know it: a server of our own, by its URL. */
final class MariadbUnderTest {

  static final String SLOW_STATEMENT = "DO sleep(1)";

  static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE ponies (id bigint AUTO_INCREMENT PRIMARY KEY, name varchar(100) NOT NULL UNIQUE)",
          "INSERT INTO ponies (name) VALUES ('Seed')");

  private MariadbUnderTest() {}

  static EngineUnderTest engine() {
    return new EngineUnderTest(TestServer.shared().settings(), SCHEMA);
  }

  static List<String> slowSchema() {
    List<String> statements = new ArrayList<>(SCHEMA);
    statements.add(SLOW_STATEMENT);
    return statements;
  }
}
