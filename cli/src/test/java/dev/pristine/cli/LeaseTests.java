package dev.pristine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Leases by command, in a file. */
@DisabledOnOs(OS.WINDOWS)
class LeaseTests {

  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;
  private Path store;
  private CommandLineProcess pristine;

  @BeforeEach
  void aStoreOfItsOwn() {
    store = folder.resolve("leases.db");
    pristine =
        new CommandLineProcess()
            .with("DEV_PRISTINE_LEASES_STORE", store.toString())
            // The driver unpacks its library there, and a killed process does not remove it.
            .with("JAVA_TOOL_OPTIONS", "-Dorg.sqlite.tmpdir=" + folder);
  }

  @Test
  void aCommandFindsWhatIsLeasedForItAndSecretsAreNowhereElse() throws IOException {
    Path shoppers =
        Files.writeString(
            folder.resolve("shoppers.csv"),
            """
            login,company,password
            alice,ACME,s3cret-a
            bob,Initech,"s3cret, ""b\"
            """,
            UTF_8);
    Ran added =
        here("pool", "add", "shoppers", "--from", shoppers.toString(), "--secret", "password");
    here("pool", "add", "ports", "8081", "8082", "kind=udp");
    Ran ran =
        pristine.run(
            "lease",
            "acquire",
            "shoppers",
            "--match",
            "company=Initech",
            "ports",
            "--match",
            "kind=udp",
            "--lock",
            "payments",
            "--json",
            "--exec",
            "sh",
            "-c",
            "env | grep ^LEASE_ | grep -v GENERATION | sort; echo \"$@\"; exit 7",
            "sh",
            "--json",
            "@file",
            "two words");

    assertThat(added)
        .isEqualTo(
            new Ran(
                0,
                """
                The pool [shoppers] has 2 new resources, and 0 that were there already.
                  Attributes: company, login
                  Secret: password
                """,
                ""));
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isEqualTo(7);
    assertThat(ran.out())
        .startsWith(
            """
            LEASE_2_KIND=udp
            LEASE_2_POOL=ports
            LEASE_2_RESOURCE=8082
            LEASE_3_POOL=lock
            LEASE_3_RESOURCE=payments
            LEASE_COMPANY=Initech
            LEASE_LOGIN=bob
            LEASE_PASSWORD=s3cret, "b
            LEASE_POOL=shoppers
            LEASE_RESOURCE=bob
            --json @file two words
            """);
    JsonNode report = json(ran.out().lines().reduce((first, last) -> last).orElseThrow());
    assertThat(report.path("exitCode").intValue()).isEqualTo(7);
    assertThat(report.path("leases").findValuesAsText("resource"))
        .containsExactly("bob", "8082", "payments");
    assertThat(report.path("leases").path(0).path("generation").longValue()).isPositive();
    assertThat(report.toString()).doesNotContain("s3cret");

    Ran listed = here("lease", "list", "--json");
    assertThat(json(listed.out()).path("resources").findValuesAsText("state"))
        .containsExactly("free", "free", "free", "free");
    Ran shown = here("lease", "show", "shoppers", "bob");
    assertThat(shown.out()).contains("  password = ***\n", "granted", "released");
    Ran history = here("lease", "history", "--json");
    assertThat(json(history.out()).path("events").findValuesAsText("test"))
        .hasSize(6)
        .containsOnly("sh");
    Ran refused = here("lease", "acquire", "shoppers", "--match", "password=x", "--exec", "true");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(List.of(added, listed, shown, history, refused).toString()).doesNotContain("s3cret");
  }

  @Test
  void whoDoesNotGetItInTimeIsToldWhoHasItAndAKilledHolderHasItNoMore() throws Exception {
    add("alice");
    try (RunningCommand holder =
        RunningCommand.start(
            pristine, "sleep 1000; echo woke", "shoppers", "--test", "check-out")) {
      Ran late = pristine.run("lease", "acquire", "shoppers", "--wait", "0", "--exec", "true");
      assertThat(late.exitCode()).isEqualTo(1);
      assertThat(late.err())
          .startsWith("pristine: Did not get [shoppers] for [true] within ")
          .contains("shoppers/alice busy by [check-out] in process " + holder.pid() + "@")
          .contains(" s (since 20")
          .endsWith("Add resources, wait longer, or end what holds them.\n");
      Ran listed = here("lease", "list", "shoppers");
      assertThat(listed.out()).contains("check-out (" + holder.pid() + "@");
      List<ProcessHandle> command =
          ProcessHandle.of(holder.pid()).orElseThrow().descendants().toList();
      assertThat(command).hasSizeGreaterThanOrEqualTo(3);

      holder.kill();

      await().atMost(LONG).until(() -> command.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(here("lease", "list").out()).contains("free").doesNotContain("busy");
      assertThat(pristine.run("lease", "acquire", "shoppers", "--wait", "0", "--exec", "true"))
          .isEqualTo(new Ran(0, "", ""));
    }
  }

  @Test
  void twoAtOnceHaveItOneAfterTheOther() throws Exception {
    add("alice");
    try (RunningCommand first = RunningCommand.start(pristine, "read line; true", "shoppers")) {
      Process second =
          pristine
              .program(
                  Main.class,
                  "lease",
                  "acquire",
                  "shoppers",
                  "--lock",
                  "payments",
                  "--exec",
                  "true")
              .inheritIO()
              .start();
      await().atMost(LONG).until(() -> number("SELECT count(*) FROM waiter") == 1);
      assertThat(first.finish()).isZero();
      assertThat(second.waitFor()).isZero();
    }
    JsonNode history = json(here("lease", "history", "shoppers", "--json").out());
    assertThat(history.path("events").findValuesAsText("event"))
        .containsExactly("granted", "released", "granted", "released");
  }

  @Test
  void signalsGoToTheCommandWhichDecidesHowItEnds() throws Exception {
    add("alice");
    for (String signal : List.of("INT", "TERM")) {
      try (RunningCommand running =
          RunningCommand.start(
              pristine,
              "trap 'echo told; exit 8' %s; echo ready; while :; do sleep 0.1; done"
                  .formatted(signal),
              "shoppers")) {
        running.await("ready");
        running.signal(signal);
        running.await("told");
        assertThat(running.exitCode()).isEqualTo(8);
      }
    }
    assertThat(here("lease", "list").out()).contains("free").doesNotContain("busy");
  }

  @Test
  void aLeaseThatIsReleasedByForceEndsItsCommand() throws Exception {
    add("alice");
    try (RunningCommand running = RunningCommand.start(pristine, "sleep 20", "shoppers")) {
      assertThat(here("lease", "release", "shoppers", "alice").exitCode()).isEqualTo(2);
      Ran released = here("lease", "release", "shoppers", "alice", "--force");

      assertThat(released.out())
          .startsWith("Released [shoppers/alice].\n  It was held by sh (" + running.pid() + "@");
      assertThat(running.await("pristine: "))
          .startsWith("pristine: The lease of [shoppers/alice], generation ")
          .endsWith(" The command [sh] was ended.");
      assertThat(running.exitCode()).isEqualTo(1);
    }
    assertThat(here("lease", "release", "shoppers", "alice", "--force"))
        .isEqualTo(new Ran(0, "Nobody holds [shoppers/alice].\n", ""));
  }

  @Test
  void hostileNamesAreKeptExactlyAndDoNotReachTheTerminal() throws IOException {
    String pool = "'; DROP TABLE resource; --";
    String name = "\u001b[2J\"J\u00fcrgen\"\n$(exit 3) \ud83d\udc34";
    String value = "`exit 4`;\n\t%s \\";
    assertThat(pristine.run("pool", "add", pool, name, "a b'\"=" + value).exitCode()).isZero();

    Ran ran =
        pristine.run(
            "lease",
            "acquire",
            pool,
            "--match",
            "a b'\"=" + value,
            "--resource",
            name,
            "--exec",
            "sh",
            "-c",
            "printf '%s|' \"$LEASE_POOL\" \"$LEASE_RESOURCE\" \"$LEASE_A_B__\"");
    Ran text = here("lease", "list");
    JsonNode listed = json(here("lease", "list", "--json").out()).path("resources").path(0);

    assertThat(ran).isEqualTo(new Ran(0, pool + "|" + name + "|" + value + "|", ""));
    assertThat(text.out()).doesNotContain("\u001b", "\t").hasLineCount(2);
    assertThat(listed.path("pool").textValue()).isEqualTo(pool);
    assertThat(listed.path("resource").textValue()).isEqualTo(name);
    assertThat(listed.path("attributes").path("a b'\"").textValue()).isEqualTo(value);
  }

  @Test
  void whatTheLocaleCannotPassOnIsRefusedAndGivenBack() {
    here("pool", "add", "shoppers", "J\u00fcrgen");
    pristine.with("LC_ALL", "C");

    Ran ran = pristine.run("lease", "acquire", "shoppers", "--exec", "true");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .startsWith("pristine: The variable LEASE_RESOURCE for [shoppers/J")
        .contains("Set LC_ALL=C.UTF-8.");
    assertThat(here("lease", "list").out()).contains("free");
  }

  @Test
  void aPoolIsDrainedAndAStoreIsEmptied() throws Exception {
    add("alice", "bob");
    try (RunningCommand holder = RunningCommand.start(pristine, "read line", "shoppers")) {
      Ran drained = here("pool", "drain", "shoppers", "--wait", "0");
      Ran refused = here("lease", "reset");
      assertThat(drained.exitCode()).isEqualTo(1);
      assertThat(drained.out())
          .startsWith("All else is out of the pool [shoppers], but this is held, and stays:\n")
          .contains("alice", "sh (" + holder.pid() + "@")
          .doesNotContain("bob");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.out())
          .startsWith("Nothing was taken out of [" + store + "], because this is held:\n")
          .contains("sh (" + holder.pid() + "@");
      assertThat(here("lease", "list").out()).contains("alice", "busy");
      CompletableFuture<Ran> waiting =
          CompletableFuture.supplyAsync(
              () -> here("pool", "drain", "shoppers", "--wait", "1m"),
              task -> new Thread(task).start());
      assertThat(holder.finish()).isEqualTo(1);
      assertThat(waiting.join()).isEqualTo(new Ran(0, "The pool [shoppers] is gone.\n", ""));
    }
    assertThat(here("lease", "reset"))
        .isEqualTo(new Ran(0, "Took everything out of [" + store + "].\n", ""));
    assertThat(here("pool", "list"))
        .isEqualTo(new Ran(0, "There is no pool in [" + store + "].\n", ""));
  }

  @Test
  void whatCannotBeHadIsExplained() throws SQLException {
    assertThat(here("lease", "list"))
        .isEqualTo(new Ran(0, "There is no lease store [" + store + "] yet.\n", ""));
    assertThat(store).doesNotExist();
    add("alice");
    assertRefused(
        1,
        "There is no pool [shopers]. There are: shoppers.",
        "acquire",
        "shopers",
        "--exec",
        "true");
    assertRefused(
        1,
        "No resource of the pool [shoppers] has an attribute [compny]. Those that can be matched"
            + " are: company.",
        "acquire",
        "shoppers",
        "--match",
        "compny=ACME",
        "--exec",
        "true");
    assertRefused(
        1,
        "The pool [shoppers] has no resource [carol]. It has: alice.",
        "show",
        "shoppers",
        "carol");
    number("UPDATE meta SET version = 99 RETURNING version");
    assertRefused(
        2,
        "The lease store ["
            + store
            + "] has format 99, written by a newer Pristine; this one knows format 1. Nothing was"
            + " changed. Use the newer version everywhere, or another store. The store is named by"
            + " --store or DEV_PRISTINE_LEASES_STORE.",
        "list");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lease acquire --exec true"
            + " | Say what to acquire: the name of a pool, --lock or --shared-lock.",
        "lease acquire --lock x --wait soon --exec true"
            + " | --wait takes a time such as 0, 500ms, 30s, 5m or 1h, but not [soon].",
        "lease acquire --lock x --exec no-such-program"
            + " | There is no program [no-such-program] that may be run, neither as a path nor in"
            + " the folders of PATH.",
        "lease history --most 0 | --most takes a whole number from 1 to 100000, but not [0].",
        "pool add x | Say what to put into the pool [x]: names of resources, or a file after"
            + " --from.",
        "pool add x a=1 | The attribute [a] is before the first resource: name the resource first,"
            + " as in alice company=ACME.",
        "pool add x r a=1 --secret b | --secret names [b], but nothing that is added has such an"
            + " attribute. They have: a.",
      })
  void whatCannotBeMeantIsRefused(String arguments, String message) {
    assertThat(here(arguments.split(" ")))
        .isEqualTo(new Ran(2, "", "pristine: " + message + System.lineSeparator()));
    assertThat(store).doesNotExist();
  }

  private void assertRefused(int exitCode, String message, String... command) {
    String[] arguments = new String[command.length + 1];
    arguments[0] = "lease";
    System.arraycopy(command, 0, arguments, 1, command.length);
    assertThat(here(arguments)).isEqualTo(new Ran(exitCode, "", "pristine: " + message + "\n"));
  }

  /** Runs a command in this process: what it says is the same, and Java need not start. */
  private Ran here(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(2, "--store=" + store);
    String[] command = all.toArray(String[]::new);
    int exitCode =
        Main.commandLine(command)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(command);
    return new Ran(exitCode, out.toString(), err.toString());
  }

  private void add(String... names) {
    String[] arguments = new String[names.length * 2 + 3];
    System.arraycopy(new String[] {"pool", "add", "shoppers"}, 0, arguments, 0, 3);
    for (int i = 0; i < names.length; i++) {
      arguments[3 + 2 * i] = names[i];
      arguments[4 + 2 * i] = "company=ACME";
    }
    assertThat(here(arguments).exitCode()).isZero();
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getLong(1);
    }
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }
}
