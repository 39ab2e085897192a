package dev.pristine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demonstration and the measuring on MariaDB and SQLite. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherEnginesTests {

  private final OwnCache cache = cache();
  private final CommandLineProcess pristine = new CommandLineProcess(cache.arguments());

  @AfterAll
  void removeTheServers() throws IOException {
    new CommandLineProcess(cache.arguments()).run("clean", "--all", "--server", "embedded:mariadb");
    cache.close();
  }

  @ParameterizedTest
  @CsvSource({
    "mariadb, MariaDB , Duplicate entry 'Spirit' for key 'name'",
    "sqlite, SQLite , A UNIQUE constraint failed (UNIQUE constraint failed: ponies.name)"
  })
  void sharedTestsCollideAndIsolatedOnesPass(String engine, String product, String collision)
      throws IOException {
    Ran ran = pristine.run("demo", "--engine", engine, "--json");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    JsonNode demo = new ObjectMapper().readTree(ran.out());
    assertThat(demo.path("server").textValue()).startsWith(product + " ");
    assertThat(demo.path("shared").path("failures").findValuesAsText("message"))
        .contains(collision);
    assertThat(demo.path("isolated").path("failures")).isEmpty();
    assertThat(demo.path("isolated").path("passed").intValue()).isEqualTo(20);
    assertThat(demo.path("firstDatabaseMillis").longValue()).isPositive();
  }

  @Test
  void anEngineAndAServerAreNotBothTaken() {
    Ran ran = pristine.run("demo", "--engine", "sqlite", "--server", "embedded:mariadb");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo(
            "pristine: Give --engine for a server that Pristine starts, or --server for one that is"
                + " there, but not both.\n");
  }

  @Test
  void anUnknownEngineIsRefusedWithTheNamesOfAll() {
    Ran ran = pristine.run("demo", "--engine", "dbase");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("[embedded:dbase]", "Engines found: ", "postgresql", "mariadb", "sqlite");
  }

  @Test
  void isolationsAreMeasuredOnMariadb(@TempDir Path migrations) throws IOException {
    JsonNode figures =
        bench(
            "embedded:mariadb",
            migrations,
            """
            CREATE TABLE breeds (id int AUTO_INCREMENT PRIMARY KEY, name varchar(20) NOT NULL UNIQUE);
            INSERT INTO breeds (name) VALUES ('Haflinger'), ('Fjord');
            CREATE TABLE ponies (name varchar(20) PRIMARY KEY, breed int NOT NULL,
              born date NOT NULL, kind enum('mare', 'stallion') NOT NULL,
              tall decimal(5, 2) NOT NULL, FOREIGN KEY (breed) REFERENCES breeds (id));
            CREATE TABLE rides (pony varchar(20) NOT NULL, at timestamp NOT NULL DEFAULT now(),
              FOREIGN KEY (pony) REFERENCES ponies (name));
            """);

    assertThat(figures.path("server").textValue()).startsWith("MariaDB ");
    assertThat(figures.path("written").findValuesAsText("table"))
        .containsExactly("breeds", "ponies", "rides");
    assertThat(left(figures, "none")).hasSize(3);
    assertThat(left(figures, "clone")).isEmpty();
    assertThat(left(figures, "rollback"))
        .first()
        .asString()
        .contains("\"rows\":0,\"firstKey\":\"3\"");
    assertThat(left(figures, "truncate-all"))
        .first()
        .asString()
        .contains("\"rows\":-2,\"firstKey\":\"3\",\"nextKey\":\"1\"");
  }

  @Test
  void isolationsAreMeasuredOnSqlite(@TempDir Path migrations) throws IOException {
    JsonNode figures =
        bench(
            "embedded:sqlite",
            migrations,
            """
            CREATE TABLE breeds (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE);
            INSERT INTO breeds (name) VALUES ('Haflinger'), ('Fjord');
            CREATE TABLE ponies (name VARCHAR(20) PRIMARY KEY, breed int NOT NULL REFERENCES breeds,
              born DATE NOT NULL, photo BLOB NOT NULL, tall REAL NOT NULL);
            """);

    assertThat(figures.path("server").textValue()).startsWith("SQLite ");
    assertThat(figures.path("written").findValuesAsText("table"))
        .containsExactly("breeds", "ponies");
    assertThat(left(figures, "none")).hasSize(2);
    assertThat(left(figures, "clone")).isEmpty();
    assertThat(left(figures, "rewind")).isEmpty();
    assertThat(left(figures, "rollback")).isEmpty();
    assertThat(left(figures, "copy-file")).isEmpty();
    assertThat(left(figures, "truncate-all")).first().asString().contains("\"rows\":-2");
  }

  private JsonNode bench(String server, Path migrations, String sql) throws IOException {
    Files.writeString(migrations.resolve("schema.sql"), sql, UTF_8);
    Ran ran =
        pristine.run(
            "bench",
            "--server",
            server,
            "--migrations",
            migrations.toString(),
            "--tests",
            "6",
            "--json");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    JsonNode bench = new ObjectMapper().readTree(ran.out());
    assertThat(bench.path("comparison").isNull()).isTrue();
    assertThat(bench.path("recommended").textValue()).isIn("rewind", "clone", "copy-file");
    return bench.path("figures");
  }

  private static List<JsonNode> left(JsonNode figures, String isolation) {
    return StreamSupport.stream(figures.path("isolations").spliterator(), false)
        .filter(each -> each.path("isolation").textValue().equals(isolation))
        .peek(each -> assertThat(each.path("obstacle").isNull()).as(each.toString()).isTrue())
        .flatMap(each -> StreamSupport.stream(each.path("leftBehind").spliterator(), false))
        .toList();
  }

  private static OwnCache cache() {
    try {
      return OwnCache.create();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
