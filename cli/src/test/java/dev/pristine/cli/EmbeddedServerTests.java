package dev.pristine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the commands do to an embedded server, and say of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedServerTests {

  private static final String NOT_RUNNING =
      "No server of [embedded:postgresql] is running. It starts with the first test.\n";

  private final OwnCache cache = cache();
  private final CommandLineProcess pristine = new CommandLineProcess(cache.arguments());

  @AfterAll
  void removeTheServer() throws IOException {
    cache.close();
  }

  @AfterEach
  void stopTheServer() {
    assertThat(pristine.run("stop").exitCode()).isZero();
  }

  @Test
  void statusDoesNotStartTheServer() throws IOException {
    assertThat(pristine.run("status")).isEqualTo(new Ran(0, NOT_RUNNING, ""));
    assertThat(json("status").path("running").booleanValue()).isFalse();
    assertThat(pristine.run("status").out()).isEqualTo(NOT_RUNNING);
  }

  @Test
  void cleanDoesNotStartTheServer() {
    assertThat(pristine.run("clean"))
        .isEqualTo(
            new Ran(
                0,
                "No server of [embedded:postgresql] is running, so there is nothing to drop.\n",
                ""));
  }

  @Test
  void stopSaysThatTheServerIsNotRunning() {
    assertThat(pristine.run("stop"))
        .isEqualTo(new Ran(0, "The embedded server is not running.\n", ""));
  }

  @Test
  void stopDoesNotTouchAServerThatIsNotOurs() {
    assertThat(pristine.run("stop", "--server", "jdbc:postgresql://localhost:1/postgres"))
        .isEqualTo(
            new Ran(
                1,
                "The server of pristine.server is not ours to stop: Pristine did not start it.\n",
                ""));
  }

  @Test
  void statusTellsWhoHoldsWhat() throws Exception {
    try (Holder holder = Holder.start(pristine)) {
      Ran text = pristine.run("status");
      JsonNode json = json("status");

      assertThat(text.exitCode()).isZero();
      assertThat(text.err()).isEmpty();
      assertThat(text.out())
          .startsWith("PostgreSQL 18")
          .contains("Processes that use it\n", "Databases: 1 template, ")
          .containsPattern("(?m)^  clone +" + holder.database() + "  .*" + holder.pid() + ".*$")
          .doesNotContain("orphan", "\u001b");
      assertThat(json.path("running").booleanValue()).isTrue();
      assertThat(json.path("processes")).hasSize(1);
      assertThat(json.path("processes").path(0).path("description").textValue())
          .contains(Long.toString(holder.pid()));
      assertThat(database(json, holder.database()).path("kind").textValue()).isEqualTo("clone");
      assertThat(database(json, holder.database()).path("holder").textValue())
          .contains(Long.toString(holder.pid()));
      assertThat(json.path("counts").path("orphan").intValue()).isZero();
    }
  }

  @Test
  void stopIsRefusedWhileAProcessUsesTheServer() throws Exception {
    try (Holder holder = Holder.start(pristine)) {
      Ran refused = pristine.run("stop");
      JsonNode json = json("stop");

      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).isEmpty();
      assertThat(refused.out())
          .startsWith("The embedded server was not stopped, because it is used by:\n  ")
          .contains(Long.toString(holder.pid()))
          .hasLineCount(2);
      assertThat(json.path("outcome").textValue()).isEqualTo("in-use");
      assertThat(json.path("usedBy")).hasSize(1);
      assertThat(pristine.run("status").out()).contains(holder.database());
    }
    assertThat(pristine.run("status").out()).isEqualTo(NOT_RUNNING);
  }

  @Test
  void cleanAllLeavesWhatALivingProcessUses() throws Exception {
    try (Holder holder = Holder.start(pristine)) {
      Ran cleaned = pristine.run("clean", "--all");

      assertThat(cleaned.exitCode()).isZero();
      assertThat(cleaned.out())
          .contains("What these processes use was left:\n  ", Long.toString(holder.pid()))
          .doesNotContain("Stopped", "Removed");
      assertThat(pristine.run("status").out()).contains(holder.database());
    }
  }

  @Test
  void cleanDropsWhatAKilledProcessLeft() throws Exception {
    try (Holder living = Holder.start(pristine);
        Holder killed = Holder.start(pristine)) {
      killed.kill();

      JsonNode before = json("status");
      JsonNode cleaned = json("clean");
      JsonNode after = json("status");

      assertThat(database(before, killed.database()).path("kind").textValue()).isEqualTo("orphan");
      assertThat(pristine.run("status").out()).doesNotContain("orphan");
      assertThat(texts(cleaned.path("dropped")))
          .contains(killed.database())
          .doesNotContain(living.database());
      assertThat(database(after, killed.database()).isMissingNode()).isTrue();
      assertThat(database(after, living.database()).path("kind").textValue()).isEqualTo("clone");
      assertThat(after.path("counts").path("orphan").intValue()).isZero();
    }
  }

  @Test
  void aServerWhoseLastProcessWasKilledIsShownAsItIsAndThenStopped() throws Exception {
    Holder killed = Holder.start(pristine);
    killed.kill();

    JsonNode first = json("status");
    JsonNode second = json("status");
    Ran text = pristine.run("status");
    Ran cleaned = pristine.run("clean");

    assertThat(first.path("processes")).isEmpty();
    assertThat(database(first, killed.database()).path("kind").textValue()).isEqualTo("orphan");
    assertThat(second).isEqualTo(first);
    assertThat(text.out())
        .contains(
            "No process uses it\n  The next run takes it over, or 'pristine stop' stops it.\n",
            "  Orphans were left by processes that are gone: 'pristine clean' drops them.\n");
    assertThat(cleaned.exitCode()).isZero();
    assertThat(cleaned.out())
        .contains(killed.database(), "Stopped the server, which no process used.\n")
        .doesNotContain("cache");
    assertThat(pristine.run("status").out()).isEqualTo(NOT_RUNNING);
  }

  @Test
  void aServerWhoseLastProcessWasKilledCanBeStopped() throws Exception {
    Holder.start(pristine).kill();

    assertThat(pristine.run("stop")).isEqualTo(new Ran(0, "Stopped the embedded server.\n", ""));
    assertThat(pristine.run("status").out()).isEqualTo(NOT_RUNNING);
  }

  @Test
  void aDatabaseThatWasSetAsideIsShownWithItsTest() throws Exception {
    CommandLineProcess keeping =
        new CommandLineProcess(cache.arguments()).with("PRISTINE_KEEP", "failed");
    Holder.start(keeping).close();

    JsonNode status = json("status");
    Ran cleaned = pristine.run("clean", "--all");

    JsonNode kept =
        StreamSupport.stream(status.path("databases").spliterator(), false)
            .filter(each -> each.path("kind").textValue().equals("kept"))
            .findFirst()
            .orElseThrow();
    assertThat(kept.path("holder").textValue()).isEqualTo(Holder.TEST);
    assertThat(cleaned.exitCode()).isZero();
    assertThat(cleaned.out())
        .contains(
            kept.path("name").textValue(),
            "Stopped the server, which no process used.\n",
            "Removed its cache.\n");
  }

  @Test
  void aWrongPasswordIsServerTroubleAndNotRepeated() throws Exception {
    try (Holder holder = Holder.start(pristine)) {
      String address = json("status").path("address").textValue();

      Ran refused =
          new CommandLineProcess("--verbose")
              .with("PRISTINE_PASSWORD", "geheim")
              .run("status", "--server", address, "--user", "postgres");

      assertThat(holder.database()).isNotEmpty();
      assertThat(refused.exitCode()).isEqualTo(3);
      assertThat(refused.out()).isEmpty();
      assertThat(refused.err())
          .contains("Cannot open a session on the server [" + address, "pristine.password")
          .doesNotContain("geheim");
    }
  }

  @Test
  void prepareMakesATemplateAndAsManyClonesAsAreMissing(@TempDir Path migrations) throws Exception {
    Files.writeString(
        migrations.resolve("V1__stables.sql"), "CREATE TABLE stables (name text);\n", UTF_8);

    Ran prepared = pristine.run("prepare", "--migrations", migrations.toString(), "--clones", "2");
    JsonNode again = json("prepare", "--migrations", migrations.toString(), "--clones", "3");

    assertThat(prepared.exitCode()).isZero();
    assertThat(prepared.err()).isEmpty();
    assertThat(prepared.out())
        .matches(
            "The template pristine_t_command_line_[0-9a-f]{16} is ready, with 2 clones, after [0-9]+"
                + " ms\\.\n");
    assertThat(prepared.out()).contains(again.path("template").textValue());
    assertThat(again.path("clones").intValue()).isEqualTo(3);
  }

  @Test
  void nothingIsMissingOnAServerOfOurOwn() throws Exception {
    Ran stopped = pristine.run("grants");
    assertThat(stopped)
        .isEqualTo(
            new Ran(
                0,
                "-- Nothing is missing on embedded:postgresql: it is not running, and Pristine may do all on what it starts.\n",
                ""));
    assertThat(pristine.run("status").out()).isEqualTo(NOT_RUNNING);
    try (Holder holder = Holder.start(pristine)) {
      JsonNode running = json("grants");
      assertThat(holder.database()).isNotEmpty();
      assertThat(running.path("running").booleanValue()).isTrue();
      assertThat(running.path("statements")).isEmpty();
    }
  }

  @Test
  void migrationsThatAreNotThereHaveTheirOwnExitCode(@TempDir Path folder) {
    Ran ran = pristine.run("prepare", "--migrations", folder.resolve("none").toString());

    assertThat(ran.exitCode()).isEqualTo(4);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("pristine: ").contains("none").hasLineCount(1);
  }

  @Test
  void aMigrationThatFailsHasItsOwnExitCode(@TempDir Path migrations) throws Exception {
    Files.writeString(migrations.resolve("V1__broken.sql"), "CREATE TABEL stables;\n", UTF_8);

    Ran ran = pristine.run("prepare", "--migrations", migrations.toString());

    assertThat(ran.exitCode()).isEqualTo(4);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("V1__broken.sql", "TABEL").doesNotContain("\tat ");
  }

  private JsonNode json(String... arguments) throws IOException {
    String[] all = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--json";
    Ran ran = pristine.run(all);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).hasLineCount(1);
    return new ObjectMapper().readTree(ran.out());
  }

  private static JsonNode database(JsonNode status, String name) {
    return StreamSupport.stream(status.path("databases").spliterator(), false)
        .filter(each -> each.path("name").textValue().equals(name))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::textValue).toList();
  }

  private static OwnCache cache() {
    try {
      return OwnCache.create();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
