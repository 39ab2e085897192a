package dev.pristine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is measured, of what, and what is made of it; not how long anything takes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BenchTests {

  private final LentServer server = LentServer.start();
  @TempDir private Path migrations;

  @AfterAll
  void endTheServer() throws IOException {
    server.close();
  }

  @Test
  void everyIsolationIsMeasuredAndSeenToLeaveNothingOrSomething() throws Exception {
    migrate(
        """
        CREATE TABLE breeds (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
        INSERT INTO breeds (name) VALUES ('Haflinger'), ('Fjord');
        CREATE TABLE ponies (id serial PRIMARY KEY, name varchar(8) NOT NULL,
          breed int NOT NULL REFERENCES breeds, sire int REFERENCES ponies);
        CREATE TABLE rides (pony int NOT NULL REFERENCES ponies, at timestamptz NOT NULL DEFAULT now());
        """);

    JsonNode bench = json(superuser(), "--tests", "6", "--workers", "2", "--no-compare");
    JsonNode figures = bench.path("figures");

    assertThat(figures.path("server").textValue()).startsWith("PostgreSQL ");
    assertThat(figures.path("tables").intValue()).isEqualTo(3);
    assertThat(figures.path("rows").intValue()).isEqualTo(30);
    assertThat(figures.path("written").findValuesAsText("table"))
        .containsExactly("public.breeds", "public.ponies", "public.rides");
    assertThat(texts(figures.path("written").path(2).path("with")))
        .containsExactly("public.breeds", "public.ponies");
    assertThat(figures.path("isolations").findValuesAsText("isolation"))
        .containsExactly("none", "rewind", "clone", "rollback", "truncate-all");
    for (JsonNode each : figures.path("isolations")) {
      assertThat(each.path("obstacle").isNull()).as(each.toString()).isTrue();
      assertThat(each.path("lowest").doubleValue())
          .isLessThanOrEqualTo(each.path("millis").doubleValue());
      assertThat(each.path("highest").doubleValue())
          .isGreaterThanOrEqualTo(each.path("millis").doubleValue());
    }
    assertThat(of(figures, "rewind").path("leftBehind")).isEmpty();
    assertThat(of(figures, "clone").path("leftBehind")).isEmpty();
    assertThat(of(figures, "none").path("leftBehind")).hasSize(3);
    assertThat(of(figures, "none").path("leftBehind").path(0).path("rows").intValue()).isPositive();
    JsonNode rolledBack = of(figures, "rollback");
    assertThat(rolledBack.path("commits").booleanValue()).isFalse();
    assertThat(rolledBack.path("leftBehind").findValuesAsText("rows")).containsOnly("0");
    assertThat(rolledBack.path("leftBehind").path(0).path("firstKey").textValue()).isEqualTo("3");
    JsonNode truncated = of(figures, "truncate-all").path("leftBehind").path(0);
    assertThat(truncated.path("table").textValue()).isEqualTo("public.breeds");
    assertThat(truncated.path("rows").intValue()).isEqualTo(-2);
    assertThat(truncated.path("nextKey").textValue()).isEqualTo("1");
    assertThat(bench.path("recommended").textValue()).isIn("rewind", "clone");
    assertThat(bench.path("comparison").isNull()).isTrue();
  }

  @Test
  void peopleGetATableAnAnswerAndAComparisonWithMemory() throws Exception {
    server.execute("CREATE ROLE rider LOGIN CREATEDB PASSWORD 'geheim'");
    migrate("CREATE TABLE stables (name text NOT NULL); INSERT INTO stables VALUES ('east');");

    Ran ran = bench(server.as("rider", "geheim"), "--tests", "2", "--writes", "4");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .contains(
            " at " + server.url() + "\n",
            "2 tests for each isolation, one at a time; each writes 4 rows: public.stables.\n",
            "  rewind was not measured: the server does not allow it: 'pristine grants' tells more\n",
            "    After each test 1 rows must be inserted again, which is not in its figure: in"
                + " public.stables.\n",
            "Which to take\n  clone, at ",
            "Measured on an embedded PostgreSQL ",
            "Advice\n  the role [rider] may not create roles")
        .containsPattern("(?m)^  ISOLATION +MS +ROUNDS +EMBEDDED +COMMITS +LEAVES BEHIND$")
        .containsPattern("(?m)^  rewind +- +- +-?[0-9.]+ +yes +-$")
        .containsPattern(
            "(?m)^  clone +-?[0-9.]+ +-?[0-9.]+ to -?[0-9.]+ +-?[0-9.]+ +yes +nothing$")
        .doesNotContain("\u001b", "geheim");
  }

  @Test
  void columnsOfAllKindsAreFilled() throws Exception {
    migrate(
        """
        CREATE TYPE mood AS ENUM ('lazy', 'brisk');
        CREATE DOMAIN height AS int CHECK (VALUE BETWEEN 50 AND 148);
        CREATE TABLE "All Kinds" (
          id uuid PRIMARY KEY, "a ""b"" c" char(3) NOT NULL, small smallint NOT NULL UNIQUE, big bigint NOT NULL,
          price numeric(4, 2) NOT NULL, ratio real NOT NULL, cost money NOT NULL, ok boolean NOT NULL, bits bit(1) NOT NULL,
          born date NOT NULL, fed time NOT NULL, seen timestamp NOT NULL, left_at timestamptz NOT NULL, every interval NOT NULL,
          doc json NOT NULL, docb jsonb NOT NULL, page xml NOT NULL, photo bytea NOT NULL, mood mood NOT NULL,
          tags text[] NOT NULL, moods mood[] NOT NULL, tall height NOT NULL, address inet NOT NULL, place point NOT NULL,
          span int4range NOT NULL, words tsvector NOT NULL, sum int GENERATED ALWAYS AS (small + 1) STORED,
          number int GENERATED ALWAYS AS IDENTITY, note text, level int NOT NULL CHECK (level < 5));
        """);

    JsonNode figures =
        json(superuser(), "--tests", "1", "--writes", "3", "--no-compare").path("figures");

    assertThat(figures.path("written").findValuesAsText("table"))
        .containsExactly("public.All Kinds");
    assertThat(figures.path("written").findValuesAsText("how")).containsExactly("insert");
    assertThat(figures.path("rows").intValue()).isEqualTo(3);
    assertThat(of(figures, "truncate-all").path("leftBehind")).isEmpty();
  }

  @Test
  void rowsThatAreThereAreWrittenWhereNoneCanBeAdded() throws Exception {
    migrate(
        """
        CREATE TABLE ponies (name text PRIMARY KEY CHECK (name IN ('Spirit', 'Rain')));
        INSERT INTO ponies VALUES ('Spirit'), ('Rain');
        """);

    JsonNode figures = json(superuser(), "--tests", "1", "--no-compare").path("figures");

    assertThat(figures.path("written").findValuesAsText("how")).containsExactly("update");
    assertThat(of(figures, "none").path("leftBehind")).isEmpty();
    assertThat(of(figures, "rewind").path("millis").isNumber()).isTrue();
  }

  @Test
  void whereNothingCanBeWrittenTheTestsAreEmptyAndThatIsSaid() throws Exception {
    migrate(
        """
        CREATE TABLE ponies (name text PRIMARY KEY CHECK (name IN ('Spirit', 'Rain')));
        CREATE TABLE hens (id int PRIMARY KEY, egg int NOT NULL);
        CREATE TABLE eggs (id int PRIMARY KEY, hen int NOT NULL REFERENCES hens);
        ALTER TABLE hens ADD FOREIGN KEY (egg) REFERENCES eggs DEFERRABLE INITIALLY DEFERRED;
        """);

    Ran ran = bench(superuser(), "--tests", "1", "--no-compare");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .contains(
            "each writes nothing, because no table was found that can be written to without knowing"
                + " it.\n",
            "It was not measured, because of --no-compare.\n");
  }

  @Test
  void anEmbeddedServerHasWhatMemoryBrings() throws Exception {
    migrate("CREATE TABLE stables (name text NOT NULL);");

    try (OwnCache cache = OwnCache.create()) {
      List<String> arguments = new ArrayList<>(List.of(cache.arguments()));
      arguments.addAll(List.of("-D", "pristine.storage=disk"));
      Ran ran =
          bench(
              new CommandLineProcess(arguments.toArray(String[]::new)),
              "--tests",
              "1",
              "--writes",
              "0");

      assertThat(ran.err()).isEmpty();
      assertThat(ran.exitCode()).isZero();
      assertThat(ran.out())
          .contains(
              "each writes nothing.\n",
              "  This server is embedded: it has fsync off, and its data in memory where there is"
                  + " room.\n",
              "Advice\n  its data lies on disk, ");
    }
  }

  private CommandLineProcess superuser() {
    return server.asSuperuser();
  }

  private void migrate(String sql) throws IOException {
    Files.writeString(migrations.resolve("schema.sql"), sql, UTF_8);
  }

  private Ran bench(CommandLineProcess pristine, String... arguments) {
    List<String> all = new ArrayList<>(List.of("bench", "--migrations", migrations.toString()));
    all.addAll(Arrays.asList(arguments));
    return pristine.run(all.toArray(String[]::new));
  }

  private JsonNode json(CommandLineProcess pristine, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("--json"));
    all.addAll(Arrays.asList(arguments));
    Ran ran = bench(pristine, all.toArray(String[]::new));
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    return new ObjectMapper().readTree(ran.out());
  }

  private static JsonNode of(JsonNode figures, String isolation) {
    return StreamSupport.stream(figures.path("isolations").spliterator(), false)
        .filter(each -> each.path("isolation").textValue().equals(isolation))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::textValue).toList();
  }
}
