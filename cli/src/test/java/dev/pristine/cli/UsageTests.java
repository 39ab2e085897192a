package dev.pristine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line says before it needs a server. */
class UsageTests {

  private static final String ESCAPE = "\u001b";

  private final CommandLineProcess pristine = new CommandLineProcess();

  @Test
  void theHelpNamesEveryCommandAndExitCode() {
    Ran ran = pristine.run("--help");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .contains("  demo ", "  status ", "  prepare ", "  bench ", "  grants ")
        .contains("  clean ", "  stop ", "  lease ", "  pool ")
        .contains("  0    done", "  1    ", "  2    ", "  3    ", "  4    ", "  5    ", "  70   ")
        .doesNotContain("first-database", ESCAPE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "status", "prepare", "bench", "grants", "clean", "stop"})
  void everyCommandHasHelpAndVersion(String command) {
    Ran help = pristine.run(command, "--help");
    Ran version = pristine.run(command, "--version");

    assertThat(help.exitCode()).isZero();
    assertThat(help.out())
        .startsWith("Usage: pristine " + command)
        .contains("--json", "Exit codes:");
    assertThat(version.exitCode()).isZero();
    assertThat(version.out()).matches("pristine [0-9]\\S+ \\(Java \\S+\\)\\R");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lease list",
        "lease show",
        "lease acquire",
        "lease release",
        "lease history",
        "lease reset",
        "pool add",
        "pool list",
        "pool drain"
      })
  void everyCommandForLeasesHasHelpOfItsOwn(String command) {
    String[] arguments = (command + " --help").split(" ");
    StringWriter help = new StringWriter();

    int exitCode = Main.commandLine(arguments).setOut(new PrintWriter(help)).execute(arguments);

    assertThat(exitCode).isZero();
    assertThat(help.toString())
        .startsWith("Usage: pristine " + command)
        .contains("--json", "--store", "Exit codes:", "DEV_PRISTINE_LEASES_STORE")
        .doesNotContain("--server", "PRISTINE_PASSWORD");
  }

  @Test
  void otherCommandsLoadNothingOfLeases() {
    Ran ran =
        new CommandLineProcess()
            .with("JAVA_TOOL_OPTIONS", "-Xlog:class+load:stdout")
            .run("status", "--server", "jdbc:postgresql://localhost:1/postgres", "--user", "me");

    assertThat(ran.out())
        .contains("dev.pristine.cli.LeaseCommand ")
        .doesNotContain("dev.pristine.leases.", "dev.pristine.cli.LeaseListCommand ");
  }

  @Test
  void withoutACommandItSaysWhatIsMissing() {
    assertThat(pristine.run())
        .isEqualTo(
            new Ran(
                2,
                "",
                """
                pristine: Say what to do: a command is missing.
                Try 'pristine --help'.
                """));
  }

  @Test
  void anUnknownOptionIsRefused() {
    assertThat(pristine.run("status", "--jsonn"))
        .isEqualTo(
            new Ran(
                2,
                "",
                """
                pristine: Unknown option: '--jsonn'
                Try 'pristine status --help'.
                """));
  }

  @Test
  void aSettingThatDoesNotTakeAValueIsRefused() {
    assertThat(pristine.run("status", "-D", "pristine.connections=many"))
        .isEqualTo(
            new Ran(
                2,
                "",
                """
                pristine: The setting pristine.connections does not take the value [many] (system\
                 property pristine.connections). It takes a whole number from 1 to 250.
                """));
  }

  @Test
  void aSettingThatIsNotThereIsRefused() {
    Ran ran = pristine.run("status", "-D", "pristine.conections=3");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .startsWith(
            "pristine: There is no setting [pristine.conections] (system property"
                + " pristine.conections). Did you mean pristine.connections?");
  }

  @Test
  void aSettingWithoutItsWholeNameIsRefused() {
    assertThat(pristine.run("status", "-D", "connections=3"))
        .isEqualTo(
            new Ran(
                2,
                "",
                """
                pristine: -D takes whole names of settings, which begin with [pristine.], but not\
                 [connections].
                """));
  }

  @Test
  void aVariableThatIsNoSettingIsRefused() {
    Ran ran = new CommandLineProcess().with("PRISTINE_SEVER", "x").run("status");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .startsWith(
            "pristine: There is no setting [PRISTINE_SEVER] (environment variable PRISTINE_SEVER)."
                + " Did you mean PRISTINE_SERVER?");
  }

  @Test
  void aServerThatNoEngineKnowsIsRefused() {
    Ran ran = pristine.run("status", "--server", "jdbc:oracle:thin:@here");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("No engine on the class path knows the server", "postgresql");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "demo --threads 1 | --threads takes a whole number from 2 to 64, but not [1].",
        "prepare --migrations x --clones -1"
            + " | --clones takes a whole number from 0 to 1000, but not [-1].",
        "bench --migrations x --workers 0"
            + " | --workers takes a whole number from 1 to 64, but not [0].",
        "bench --migrations x --writes -1"
            + " | --writes takes a whole number from 0 to 10000, but not [-1].",
        "bench --migrations x --tests 0"
            + " | --tests takes a whole number from 1 to 1000000, but not [0].",
        "--user me lease list | --server, --user, --password, --project and -D are for databases."
            + " Where leases are kept is told by --store.",
        "prepare"
            + " | The command line does not have the class path of your tests, so it cannot find"
            + " [classpath:db/migration]. Give the folder instead, for example: --migrations"
            + " src/main/resources/db/migration.",
      })
  void whatCannotBeMeantIsRefused(String arguments, String message) {
    assertThat(pristine.run(arguments.split(" ")))
        .isEqualTo(new Ran(2, "", "pristine: " + message + System.lineSeparator()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status --password geheim",
        "status --password=geheim",
        "--password=geheim status",
        "--password geheim status",
        "status -D pristine.password=geheim",
        "status -Dpristine.password=geheim",
        "status --server jdbc:postgresql://localhost:1/postgres?user=me&password=geheim",
        "status --server jdbc:postgresql://me:geheim@localhost:1/postgres",
        "status -D pristine.server=jdbc:postgresql://localhost:1/postgres?password=geheim",
      })
  void aPasswordAmongTheArgumentsIsRefusedAndNotRepeated(String arguments) {
    Ran ran = pristine.run(arguments.split(" "));

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("PRISTINE_PASSWORD").doesNotContain("geheim");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lease list --store jdbc:postgresql://localhost:1/x?user=me&password=geheim",
        "pool add shoppers alice password=geheim --secret password",
      })
  void aSecretOfLeasesAmongTheArgumentsIsRefusedAndNotRepeated(String arguments) {
    Ran ran = pristine.run(arguments.split(" "));

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("in the list of processes").doesNotContain("geheim");
  }

  @Test
  void aLeaseStoreThatIsNotThereIsServerTrouble() {
    assertThat(
            new CommandLineProcess()
                .with(
                    "DEV_PRISTINE_LEASES_STORE",
                    "jdbc:postgresql://localhost:1/x?user=me&password=geheim")
                .run("lease", "list"))
        .isEqualTo(
            new Ran(
                3,
                "",
                """
                pristine: Could not open the lease store: Connection to localhost:1 refused. Check\
                 that the hostname and port are correct and that the postmaster is accepting TCP/IP\
                 connections. (store [jdbc:postgresql://localhost:1/x]).
                """));
  }

  @Test
  void aPasswordIsNotAskedForWithoutATerminal() {
    assertThat(pristine.run("status", "--password"))
        .isEqualTo(
            new Ran(
                2,
                "",
                """
                pristine: --password asks at the terminal, and there is none. Set PRISTINE_PASSWORD\
                 instead.
                """));
  }

  @Test
  void aServerThatIsNotThereIsServerTrouble() {
    Ran ran =
        new CommandLineProcess()
            .with("PRISTINE_PASSWORD", "geheim")
            .run("status", "--server", "jdbc:postgresql://localhost:1/postgres", "--user", "me");

    assertThat(ran)
        .isEqualTo(
            new Ran(
                3,
                "",
                """
                pristine: Cannot open a session on the server\
                 [jdbc:postgresql://localhost:1/postgres]: Connection to localhost:1 refused. Check\
                 that the hostname and port are correct and that the postmaster is accepting TCP/IP\
                 connections (SQLState 08001). Is the server running, and is pristine.server right?
                """));
  }

  @Test
  void anErrorIsExplainedByItsStackTraceOnRequestOnly() {
    String[] arguments = {
      "status", "--server", "jdbc:postgresql://localhost:1/postgres", "--user", "me"
    };
    CommandLineProcess withPassword = new CommandLineProcess().with("PRISTINE_PASSWORD", "geheim");

    assertThat(withPassword.run(arguments).err()).doesNotContain("\tat ");
    assertThat(
            new CommandLineProcess("--verbose")
                .with("PRISTINE_PASSWORD", "geheim")
                .run(arguments)
                .err())
        .contains("\tat dev.pristine.")
        .doesNotContain("geheim");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void coloursAreForTerminalsThatWantThem() {
    assertThat(pristine.run("--help").out()).doesNotContain(ESCAPE);
    assertThat(pristine.runOnTerminal("--help").out()).contains(ESCAPE);
    assertThat(new CommandLineProcess().with("NO_COLOR", "1").runOnTerminal("--help").out())
        .contains("Usage:")
        .doesNotContain(ESCAPE);
  }
}
