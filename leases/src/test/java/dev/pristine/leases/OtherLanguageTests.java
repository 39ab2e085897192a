package dev.pristine.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pristine.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SQL of {@code docs/leases.md}, as it stands there, sent by programs of other languages. */
final class OtherLanguageTests {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Requirement ANY = Requirement.of("shoppers");

  private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

  /** Runs a statement as a transaction that writes from its beginning, and prints its rows. */
  private static final String PYTHON =
      """
      import sqlite3, sys
      file, sql, *values = sys.argv[1:]
      values = dict(value.split('=', 1) for value in values)
      store = sqlite3.connect(file, timeout=30, isolation_level=None)
      store.execute('BEGIN IMMEDIATE')
      version = store.execute('SELECT version FROM meta').fetchone()[0]
      assert version == 2, version
      for row in store.execute(sql, values).fetchall():
          print('|'.join(map(str, row)))
      store.execute('COMMIT')
      """;

  @TempDir Path folder;

  /** How a statement is sent: with values for its names, for rows with bars between columns. */
  private interface Program {
    List<String> run(String sql, Map<String, String> values) throws Exception;
  }

  private static List<String> statements(String beginning) throws IOException {
    String document = Files.readString(Path.of("..", "docs", "leases.md"));
    return SQL.matcher(document)
        .results()
        .flatMap(block -> Arrays.stream(block.group(1).split(";\n")))
        .map(String::strip)
        .filter(statement -> statement.startsWith(beginning))
        .toList();
  }

  @Test
  void pythonTakesPartInAFile() throws Exception {
    assumeTrue(runs("python3", "-c", "import sqlite3"), "there is no Python with sqlite3 here");
    String file = folder.resolve("leases.db").toString();
    takePart(
        file,
        (sql, values) -> {
          List<String> command = new ArrayList<>(List.of("python3", "-c", PYTHON, file, sql));
          values.forEach((name, value) -> command.add(name + "=" + value));
          return output(Map.of(), "", command);
        },
        statements("UPDATE"));
  }

  @Test
  void psqlTakesPartByTheTables() throws Exception {
    assumeTrue(runs("psql", "--version"), "there is no psql here");
    try (TestDatabase database = TestServer.newDatabase()) {
      takePart(
          TestServer.url(database),
          (sql, values) ->
              psql(
                  database,
                  "BEGIN; SELECT pg_advisory_xact_lock(8102654624188165733) \\g /dev/null\n"
                      + sql.replace("max(", "greatest(")
                      + "; COMMIT;",
                  values),
          statements("UPDATE"));
    }
  }

  @Test
  void psqlTakesPartByTheFunctions() throws Exception {
    assumeTrue(runs("psql", "--version"), "there is no psql here");
    try (TestDatabase database = TestServer.newDatabase();
        Leases leases = openWithShoppers(TestServer.url(database))) {
      String lend = statements("SELECT version, id").get(0);
      String giveBack = statements("SELECT version, done").get(0);
      Map<String, String> values =
          Map.of("pool", "shoppers", "owner", "other", "test", "it's psql's");
      String[] lent = psql(database, lend + ";", values).get(0).split("\\|");
      assertThat(lent).startsWith("2").contains("alice", "{\"company\":\"ACME\"}");
      assertHeld(leases, "it's psql's");
      Map<String, String> held =
          Map.of("id", lent[1], "generation", lent[4], "owner", "other", "test", "it's psql's");
      assertThat(psql(database, giveBack + ";", held)).containsExactly("2|t");
      assertThat(psql(database, giveBack + ";", held)).containsExactly("2|f");
      leases.acquire(ANY, Duration.ZERO, "next").close();
      assertThat(leases.history("shoppers", "alice", 10))
          .extracting(event -> event.event() + " " + event.test())
          .containsExactly(
              "granted it's psql's", "released it's psql's", "granted next", "released next");
      lockByPsql(database, leases);
    }
  }

  private static void lockByPsql(TestDatabase database, Leases leases) throws Exception {
    String lend =
        "SELECT id, generation FROM pristine_leases.lend_lock('pay', 1, 'psql', 'psql', 30000, -1);";
    String[] lock = psql(database, lend, Map.of()).get(0).split("\\|");
    leases.acquire(Requirement.shared("pay"), Duration.ZERO, "test").close();
    assertThatThrownBy(() -> leases.acquire(Requirement.exclusive("pay"), Duration.ZERO, "test"))
        .hasMessageContaining("lock/pay shared by [psql] in process psql");
    String giveBack =
        "SELECT done FROM pristine_leases.give_back_lock(:id, :generation, 'psql', 'psql');";
    Map<String, String> held = Map.of("id", lock[0], "generation", lock[1]);
    assertThat(psql(database, giveBack, held)).containsExactly("t");
    leases.acquire(Requirement.exclusive("pay"), Duration.ZERO, "test").close();
  }

  private static Leases openWithShoppers(String place) {
    Resource alice = Resource.of("alice", Map.of("company", "ACME"));
    return Leases.open(place, Duration.ofSeconds(20)).define(Pool.of("shoppers", Source.of(alice)));
  }

  private static void assertHeld(Leases leases, String test) {
    assertThat(leases.isHeld("shoppers", "alice")).isTrue();
    assertThatThrownBy(() -> leases.acquire(ANY, Duration.ZERO, "test"))
        .isInstanceOf(LeaseTimeoutException.class)
        .hasMessageContaining("shoppers/alice busy by [" + test + "] in process other");
  }

  private static void takePart(String place, Program program, List<String> statements)
      throws Exception {
    String acquire = statements.get(0);
    String renew = statements.get(1);
    String release = statements.get(2);
    try (Leases leases = openWithShoppers(place)) {
      Map<String, String> values =
          Map.of("pool", "shoppers", "owner", "other", "test", "it's other", "now", now());
      String[] lent = program.run(acquire, values).get(0).split("\\|");
      assertThat(lent).contains("alice", "{\"company\":\"ACME\"}");
      assertThat(program.run(acquire, values)).isEmpty();
      assertHeld(leases, "it's other");
      Map<String, String> held =
          Map.of(
              "id",
              lent[0],
              "pool",
              "shoppers",
              "owner",
              "other",
              "generation",
              lent[3],
              "now",
              now());
      assertThat(program.run(renew, held)).containsExactly(lent[0]);
      CompletableFuture<Lease> waiter =
          CompletableFuture.supplyAsync(
              () -> leases.acquire(ANY, LONG, "waiter"), task -> new Thread(task).start());
      StoreContract.awaitWaiting(leases, 1);
      assertThat(program.run(release, held)).containsExactly(lent[0]);
      try (Lease lease = waiter.get()) {
        assertThat(lease.generation()).isGreaterThan(Long.parseLong(lent[3]));
        assertThat(program.run(renew, held)).isEmpty();
        assertThat(program.run(release, held)).isEmpty();
        lease.check();
      }
    }
  }

  private static String now() {
    return Long.toString(System.currentTimeMillis());
  }

  private static List<String> psql(TestDatabase database, String sql, Map<String, String> values)
      throws Exception {
    String url = database.jdbcUrl().replaceFirst("^jdbc:", "").replaceFirst("\\?.*", "");
    List<String> command =
        new ArrayList<>(List.of("psql", url, "-qAtX", "-v", "ON_ERROR_STOP=1", "-f", "-"));
    values.forEach((name, value) -> command.addAll(List.of("-v", name + "=" + literal(value))));
    return output(
        Map.of(
            "PGUSER",
            database.user(),
            "PGPASSWORD",
            database.password(),
            "PGOPTIONS",
            "-c search_path=pristine_leases"),
        sql,
        command);
  }

  private static String literal(String value) {
    return value.matches("\\d+") ? value : "'" + value.replace("'", "''") + "'";
  }

  private static List<String> output(
      Map<String, String> environment, String input, List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (var stream = process.getOutputStream()) {
      stream.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
