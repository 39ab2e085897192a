package dev.pristine.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pristine.TestDatabase;
import dev.pristine.enginetests.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many processes that want the same, some of which are killed, and some paused. */
final class CrowdTrials {

  private static final int PROCESSES = 16;
  private static final int CONCURRENCY = PROCESSES * 4;
  private static final long SECONDS =
      Math.max(6, (long) (60 * Double.parseDouble(System.getProperty("trials.share", "0.1"))));

  private final Set<Long> paused = new HashSet<>();
  private final List<String> troubles = new ArrayList<>();

  @TempDir Path folder;

  @Test
  void noResourceIsHeldTwiceOnSqlite() throws Exception {
    CrowdChecker checker = run(folder.resolve("leases.db").toString());
    assertThat(checker.findings()).isEmpty();
    assertThat(troubles).isEmpty();
    System.out.println("SQLite: " + checker);
  }

  @Test
  void noResourceIsHeldTwiceOnPostgres() throws Exception {
    try (TestDatabase database = TestServer.newDatabase()) {
      CrowdChecker checker = run(TestServer.url(database));
      assertThat(checker.findings()).isEmpty();
      assertThat(troubles).isEmpty();
      System.out.println("PostgreSQL: " + checker);
    }
  }

  private CrowdChecker run(String place) throws Exception {
    Path logs = Files.createDirectory(folder.resolve("logs"));
    CrowdProcess.witness(logs).close();
    Random random = new Random(1);
    try (Leases leases = open(place)) {
      List<String> arguments = List.of(place, logs.toString());
      List<ForkedJvm> crowd = new ArrayList<>();
      try {
        for (int i = 0; i < PROCESSES; i++) {
          crowd.add(start(arguments));
        }
        for (ForkedJvm each : crowd) {
          each.await("ready");
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        Files.writeString(logs.resolve("end.new"), Long.toString(end));
        Files.move(logs.resolve("end.new"), logs.resolve("end"));
        while (System.nanoTime() < end) {
          Thread.sleep(random.nextInt(800));
          disturb(crowd, random, arguments);
        }
        for (ForkedJvm each : crowd) {
          each.rest().stream()
              .filter(line -> !line.equals("ready") && !line.equals("ended"))
              .forEach(troubles::add);
        }
      } finally {
        crowd.forEach(ForkedJvm::close);
      }
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> assertThat(leases.list("")).extracting(Holding::state).containsOnly("free"));
      return CrowdChecker.check(
          logs, leases.history("", "", Integer.MAX_VALUE), paused, CONCURRENCY);
    }
  }

  private ForkedJvm start(List<String> arguments) throws IOException {
    // The driver unpacks its library there, and a killed process does not remove it; each has its
    // own, because they would remove each other's.
    Path libraries = Files.createTempDirectory(folder, "libraries");
    return ForkedJvm.start(
        CrowdProcess.class, Map.of("org.sqlite.tmpdir", libraries.toString()), arguments);
  }

  private static Leases open(String place) {
    return CrowdProcess.open(
        place.startsWith("jdbc:") ? new PostgresStore(place) : new SqliteStore(Path.of(place)));
  }

  private void disturb(List<ForkedJvm> crowd, Random random, List<String> arguments)
      throws Exception {
    int index = random.nextInt(crowd.size());
    ForkedJvm victim = crowd.get(index);
    if (random.nextBoolean()) {
      victim.kill();
      crowd.set(index, start(arguments));
    } else if (victim.isAlive()) {
      paused.add(victim.pid());
      signal("-STOP", victim);
      Thread.sleep(2200 + random.nextInt(400));
      signal("-CONT", victim);
    }
  }

  private static void signal(String signal, ForkedJvm process) throws Exception {
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).inheritIO().start().waitFor();
  }
}
