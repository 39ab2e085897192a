package dev.pristine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The demonstration, as everybody sees it first. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoTests {

  private final OwnCache cache = cache();
  private final CommandLineProcess pristine = new CommandLineProcess(cache.arguments());

  @AfterAll
  void removeTheServer() throws IOException {
    cache.close();
  }

  @Test
  void sharedTestsCollideAndIsolatedOnesPass() throws IOException {
    Ran ran = pristine.run("demo", "--json");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).hasLineCount(1);
    JsonNode demo = new ObjectMapper().readTree(ran.out());
    JsonNode shared = demo.path("shared");
    JsonNode isolated = demo.path("isolated");
    assertThat(shared.path("failed").intValue()).isPositive();
    assertThat(shared.path("failures")).hasSize(shared.path("failed").intValue());
    assertThat(shared.path("failures").findValuesAsText("message"))
        .contains("duplicate key value violates unique constraint \"ponies_name_key\"");
    assertThat(isolated.path("failed").intValue()).isZero();
    assertThat(isolated.path("passed").intValue()).isEqualTo(isolated.path("tests").intValue());
    assertThat(isolated.path("tests").intValue())
        .isPositive()
        .isEqualTo(shared.path("tests").intValue());
    assertThat(demo.path("firstDatabaseMillis").longValue()).isPositive();
  }

  @Test
  void peopleAreToldWhatCollidedWithoutColoursInAFile() {
    Ran ran = pristine.run("demo", "--threads", "4");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .contains(
            " in 4 threads",
            "All tests share one database",
            "x  duplicate key value violates unique constraint \"ponies_name_key\"",
            "The same tests, each on a pristine database of its own",
            "  0 failed, ",
            "First test database in a new process: ")
        .doesNotContain("\u001b");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void itTellsOnATerminalWhatItDoes() {
    assertThat(pristine.runOnTerminal("demo").out()).contains("Starting the server ...");
  }

  @Test
  void aServerThatIsNotThereIsServerTrouble() {
    Ran ran =
        pristine.run("demo", "--server", "jdbc:postgresql://localhost:1/postgres", "--user", "me");

    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("pristine: Cannot open a session").hasLineCount(1);
  }

  private static OwnCache cache() {
    try {
      return OwnCache.create();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
