package dev.pristine.leases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge of the crowd sees what it is there for. */
final class CrowdCheckerTests {

  private static final int CONCURRENCY = 4;

  @TempDir Path logs;

  private final List<Event> journal = new ArrayList<>();
  private final List<String> log = new ArrayList<>();

  @Test
  void oneAfterTheOtherIsAsItShouldBe() throws IOException {
    held(1, 10, 20);
    held(2, 21, 30);
    assertThat(findings()).isEmpty();
  }

  @Test
  void twoAtOnceAreFoundInWhatTheHoldersWrote() throws IOException {
    held(1, 10, 20);
    held(2, 19, 30);
    assertThat(findings()).singleElement().asString().startsWith("overlap: ");
  }

  @Test
  void twoAtOnceAreFoundInTheJournal() throws IOException {
    journal("granted", 1);
    journal("granted", 2);
    assertThat(findings()).anyMatch(finding -> finding.contains("while held as 1"));
  }

  @Test
  void aNumberThatDoesNotGrowIsFound() throws IOException {
    held(2, 10, 20);
    held(1, 21, 30);
    assertThat(findings()).anyMatch(finding -> finding.contains("after generation 2"));
  }

  @Test
  void aHoldThatWasTakenBackMayOverlap() throws IOException {
    journal("granted", 1);
    journal("revoked: its process died", 1);
    log.add("G r 1 10 want 5");
    held(2, 15, 30);
    assertThat(findings()).isEmpty();
  }

  @Test
  void whoIsOvertakenTooOftenIsFound() throws IOException {
    log.add("G r 9 90 want 1");
    log.add("R r 9 95 -");
    journal("granted", 1);
    journal("released", 1);
    for (int i = 2; i <= 6; i++) {
      log.add("G r %d %d want %d".formatted(i, i * 10, i * 10 - 1));
      log.add("R r %d %d -".formatted(i, i * 10 + 5));
    }
    assertThat(findings()).anyMatch(finding -> finding.startsWith("order: "));
  }

  @Test
  void aRaceThatIsPlantedInAStoreIsFound() throws Exception {
    List<String> findings = trial(new RacyStore(logs.resolve("leases.db")));
    assertThat(findings).anyMatch(finding -> finding.startsWith("overlap: "));
    assertThat(findings).anyMatch(finding -> finding.contains("while held as"));
  }

  @Test
  void aStoreWithoutItPasses() throws Exception {
    // Who overtook whom is told by what the threads saw, and few threads may be held up by chance.
    assertThat(trial(new SqliteStore(logs.resolve("leases.db"))))
        .allMatch(finding -> finding.startsWith("order: "));
  }

  private List<String> trial(Store store) throws Exception {
    try (Leases leases = CrowdProcess.open(store)) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
      CrowdProcess.run(leases, logs, 1, end);
      List<Event> all = leases.history("", "", Integer.MAX_VALUE);
      return CrowdChecker.check(logs, all, Set.of(), CONCURRENCY).findings();
    }
  }

  private void held(long generation, long got, long gave) {
    journal("granted", generation);
    journal("released", generation);
    log.add("G r %d %d want %d".formatted(generation, got, got - 1));
    log.add("R r %d %d -".formatted(generation, gave));
  }

  private void journal(String event, long generation) {
    journal.add(new Event(Instant.EPOCH, event, "pool", "r", generation, "owner", "test"));
  }

  private List<String> findings() throws IOException {
    Files.write(logs.resolve("1.log"), log);
    return CrowdChecker.check(logs, journal, Set.of(), CONCURRENCY).findings();
  }
}
