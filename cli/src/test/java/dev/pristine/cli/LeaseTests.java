package dev.pristine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Leases by command, in a file. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeaseTests extends LeaseCommands {

  private static final Duration LONG = Duration.ofSeconds(30);

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
      assertThat(second.onExit().get(60, TimeUnit.SECONDS).exitValue()).isZero();
    }
    JsonNode history = json(here("lease", "history", "shoppers", "--json").out());
    assertThat(history.path("events").findValuesAsText("event"))
        .containsExactly("granted", "released", "granted", "released");
  }

  @Test
  void locksAreListedByThemselves() throws Exception {
    add("alice");
    try (RunningCommand running =
        RunningCommand.start(pristine, "read line; true", "--lock", "payments")) {
      JsonNode listed = json(here("lease", "list", "lock", "--json").out()).path("resources");
      assertThat(listed.findValuesAsText("resource")).containsExactly("payments");
      assertThat(running.finish()).isZero();
    }
    assertThat(here("lease", "list", "lock"))
        .isEqualTo(new Ran(0, "There is nothing to list in [%s].\n".formatted(store), ""));
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
  void whatACommandStartsWhileItEndsIsKilledToo() throws Exception {
    add("alice");
    try (RunningCommand running =
        RunningCommand.start(
            pristine,
            "trap 'sleep 1000 & echo late $!; wait' TERM; echo ready; while :; do sleep 0.1; done",
            "shoppers")) {
      running.await("ready");
      here("lease", "release", "shoppers", "alice", "--force");
      long late = Long.parseLong(running.await("late ").substring("late ".length()));
      assertThat(running.exitCode()).isEqualTo(1);
      await()
          .atMost(LONG)
          .until(() -> ProcessHandle.of(late).filter(ProcessHandle::isAlive).isEmpty());
    }
  }

  @Test
  void aLeaseWithinALeaseHasItsOwnVariablesAlone() {
    add("alice");
    here("pool", "add", "ports", "8081");
    Ran ran =
        pristine.run(
            "lease",
            "acquire",
            "shoppers",
            "--json",
            "--exec",
            "sh",
            "-c",
            "LEASE_OF=me exec \"$0\" \"$@\"",
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "lease",
            "acquire",
            "ports",
            "--exec",
            "sh",
            "-c",
            "env | grep ^LEASE_ | grep -v GENERATION | sort | tr '\n' ' '");
    assertThat(ran.out().lines().toList())
        .hasSize(2)
        .first()
        .isEqualTo("LEASE_POOL=ports LEASE_RESOURCE=8081 ");
    assertThat(ran.out().lines().toList().get(1)).startsWith("{").contains("alice");
  }

  @Test
  void whatIsThereIsAddedToAndStaysSecret() throws IOException {
    Path shoppers =
        Files.writeString(folder.resolve("shoppers.csv"), "login,password\nalice,s3cret\n", UTF_8);
    here("pool", "add", "shoppers", "--from", shoppers.toString(), "--secret", "password");
    assertThat(here("pool", "add", "shoppers", "alice", "company=ACME").exitCode()).isZero();
    Ran refused = here("pool", "add", "shoppers", "bob", "password=s3cret");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .startsWith("pristine: The secret attribute [password] does not come from an argument");
    assertThat(here("lease", "show", "shoppers", "alice").out())
        .contains("company = ACME", "login = alice", "password = ***");
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
    try (RunningCommand holder = RunningCommand.start(pristine, "read line; exit 6", "shoppers")) {
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
      await().atMost(LONG).until(() -> number("SELECT count(*) FROM waiter") == 1);
      assertThat(holder.finish()).isEqualTo(6);
      assertThat(waiting.join()).isEqualTo(new Ran(0, "The pool [shoppers] is gone.\n", ""));
    }
    assertThat(here("lease", "reset"))
        .isEqualTo(new Ran(0, "Took everything out of [" + store + "].\n", ""));
    assertThat(here("pool", "list"))
        .isEqualTo(new Ran(0, "There is no pool in [" + store + "].\n", ""));
  }
}
