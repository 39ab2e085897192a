package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.Status;
import dev.pristine.enginetests.ForkedJvm;
import dev.pristine.enginetests.SchemaMigration;
import dev.pristine.enginetests.Suite;
import dev.pristine.enginetests.Trials;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs at the same time from two checkouts on one server, one of them killed all the time. */
final class NeighbourTrials {

  private static final int PAIRS = 20;
  private static final long SEED = 20261121;

  /** What takes a database away from whoever is in it, and the name of that database. */
  private static final Pattern TAKING =
      Pattern.compile(
          "^\\[(.*?)\\] .*(?:DROP DATABASE|pg_terminate_backend|RENAME TO).*?(pristine_c_\\w+)");

  @TempDir Path folder;

  @Test
  void aRunIsLeftAloneWhileTheOtherIsKilledAgainAndAgain() throws Exception {
    Random random = new Random(SEED);
    try (OwnServer server =
        OwnServer.start(Map.of("log_statement", "all", "log_line_prefix", "[%a] "))) {
      Map<String, Long> owners = new HashMap<>();
      for (int pair = 0; pair < Trials.share(PAIRS); pair++) {
        try (ForkedJvm survivor = suite(server, "checkout-a", 3, 60)) {
          int killed = killNeighboursOf(survivor, server, random);
          List<String> said = survivor.rest();
          assertThat(said).contains("ended").noneMatch(line -> line.startsWith("failed"));
          assertThat(killed).isPositive();
          owners.putAll(databasesOf(said, survivor.pid()));
        }
      }
      assertOnlyOwnersTook(owners, server.log());
      assertNothingIsLeft(server);
    }
  }

  private int killNeighboursOf(ForkedJvm survivor, OwnServer server, Random random)
      throws Exception {
    int killed = 0;
    while (survivor.isAlive()) {
      try (ForkedJvm victim = suite(server, "checkout-b", 4, 1_000)) {
        int leases = 1 + random.nextInt(20);
        for (int i = 0; i < leases; i++) {
          victim.await("lease");
        }
        victim.kill();
        killed++;
      }
    }
    return killed;
  }

  private ForkedJvm suite(OwnServer server, String project, int threads, int tests)
      throws Exception {
    SchemaMigration migration =
        new SchemaMigration(project, PostgresUnderTest.engine().schema(), folder.resolve("runs"));
    return Suite.start(settings(server, project), migration, Isolation.CLONE, threads, tests, 2);
  }

  /** Returns settings by which the server is somebody else's. */
  private static Map<String, String> settings(OwnServer server, String project) {
    return Map.of(
        "pristine.server", server.address().url("postgres"),
        "pristine.user", server.endpoint().user(),
        "pristine.password", server.endpoint().password(),
        "pristine.project", project);
  }

  private static Map<String, Long> databasesOf(List<String> said, long pid) {
    return said.stream()
        .filter(line -> line.startsWith("lease"))
        .map(line -> line.split(" ")[3])
        .distinct()
        .collect(Collectors.toMap(name -> name, name -> pid));
  }

  private static void assertOnlyOwnersTook(Map<String, Long> owners, String log) {
    Set<String> taken =
        log.lines()
            .map(TAKING::matcher)
            .filter(Matcher::find)
            .filter(matcher -> owners.containsKey(matcher.group(2)))
            .peek(
                matcher ->
                    assertThat(matcher.group(1))
                        .as(matcher.group())
                        .contains(" pid " + owners.get(matcher.group(2))))
            .map(matcher -> matcher.group(2))
            .collect(Collectors.toSet());
    assertThat(taken).as("the log tells of every database's end").isEqualTo(owners.keySet());
  }

  private static void assertNothingIsLeft(OwnServer server) {
    Settings.Builder settings = Settings.builder();
    settings(server, "afterwards").forEach(settings::set);
    try (Pristine pristine = Pristine.open(settings.build())) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                pristine.clean(false);
                assertThat(pristine.status().databases())
                    .extracting(Status.Database::kind)
                    .containsOnly(Status.Kind.TEMPLATE);
              });
    }
  }
}
