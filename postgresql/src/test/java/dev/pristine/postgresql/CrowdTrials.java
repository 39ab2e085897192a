package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.Isolation;
import dev.pristine.enginetests.ForkedJvm;
import dev.pristine.enginetests.SchemaMigration;
import dev.pristine.enginetests.Suite;
import dev.pristine.enginetests.Trials;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More tests at once than the server has connections for. */
final class CrowdTrials {

  private static final int FORKS = 4;
  private static final int THREADS = 8;
  private static final int TESTS = 500;
  private static final int CONNECTIONS = 3;

  @TempDir Path folder;

  @Test
  void fourForksOfEightThreadsShareThirtyConnectionsFairly() throws Exception {
    int tests = Trials.share(TESTS / FORKS);
    try (OwnServer server = OwnServer.start(Map.of("max_connections", "30"))) {
      List<Turn> turns = new ArrayList<>();
      List<ForkedJvm> forks = new ArrayList<>();
      SchemaMigration migration =
          new SchemaMigration("crowd", PostgresUnderTest.engine().schema(), folder.resolve("runs"));
      Map<String, String> settings =
          server.settingsWith(Map.of("pristine.connections", "" + CONNECTIONS));
      try {
        for (int i = 0; i < FORKS; i++) {
          forks.add(Suite.start(settings, migration, Isolation.CLONE, THREADS, tests, CONNECTIONS));
        }
        for (ForkedJvm fork : forks) {
          List<String> said = fork.rest();
          assertThat(said).contains("ended").noneMatch(line -> line.startsWith("failed"));
          said.stream().filter(line -> line.startsWith("lease")).map(Turn::of).forEach(turns::add);
        }
      } finally {
        forks.forEach(ForkedJvm::close);
      }
      assertThat(turns).hasSize(FORKS * tests);
      assertThat(mostOvertakings(turns))
          .as("leases that were granted while one that had been asked for before them waited")
          .isLessThanOrEqualTo(2 * FORKS * THREADS);
      assertThat(server.log())
          .doesNotContain("too many clients")
          .doesNotContain("remaining connection slots")
          .doesNotContain("deadlock");
    }
  }

  /** When a lease was asked for, and when it was granted. */
  private record Turn(long asked, long granted) {

    static Turn of(String line) {
      String[] words = line.split(" ");
      return new Turn(Long.parseLong(words[1]), Long.parseLong(words[2]));
    }
  }

  private static long mostOvertakings(List<Turn> turns) {
    return turns.stream()
        .map(
            waiting ->
                turns.stream()
                    .filter(other -> other.asked > waiting.asked)
                    .filter(other -> other.granted < waiting.granted)
                    .count())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }
}
