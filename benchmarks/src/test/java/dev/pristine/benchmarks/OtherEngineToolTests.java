package dev.pristine.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.enginetests.OpenFolder;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each tool leaves dirty on MariaDB and SQLite is what is known of it. */
@Isolated
final class OtherEngineToolTests {

  private static final int TESTS = 6;
  private static final String SERVER = "pristine.server";
  private static final String CACHE = "pristine.cache";

  private static OpenFolder cache;
  private static String cacheBefore;

  @BeforeAll
  static void useOtherServers() throws Exception {
    cache = OpenFolder.create();
    cacheBefore = System.getProperty(CACHE);
    System.setProperty(CACHE, cache.path().toString());
  }

  @AfterAll
  static void goBack() throws Exception {
    System.clearProperty(SERVER);
    if (cacheBefore == null) {
      System.clearProperty(CACHE);
    } else {
      System.setProperty(CACHE, cacheBefore);
    }
    cache.close();
  }

  @ParameterizedTest
  @CsvSource({
    "mariadb, none,              6/6/6/6 of 6",
    "mariadb, pristine-clone,    0/0/0/0 of 6",
    "mariadb, rollback,          0/0/6/6 of 6",
    "mariadb, delete,            0/6/6/6 of 6",
    "mariadb, delete-reseed,     0/0/6/6 of 6",
    "mariadb, truncate,          0/6/6/0 of 6",
    "mariadb, truncate-reseed,   0/0/6/0 of 6",
    "mariadb, replay,            0/0/0/0 of 6",
    "mariadb, flyway,            0/0/0/0 of 6",
    "sqlite,  none,              6/6/0/6 of 6",
    "sqlite,  pristine-rewind,   0/0/0/0 of 6",
    "sqlite,  pristine-clone,    0/0/0/0 of 6",
    "sqlite,  rollback,          0/0/0/0 of 6",
    "sqlite,  delete,            0/6/0/6 of 6",
    "sqlite,  delete-reseed,     0/0/0/6 of 6",
    "sqlite,  replay,            0/0/0/0 of 6",
    "sqlite,  copy-file,         0/0/0/0 of 6",
    "sqlite,  flyway,            0/0/0/0 of 6",
  })
  void leaveWhatTheyAreKnownToLeave(String engine, String tool, String dirt) throws Exception {
    System.setProperty(SERVER, "embedded:" + engine);
    try (TemporaryFolder folder = TemporaryFolder.create();
        BenchServer server = BenchServer.open()) {
      Schema schema = Schema.generated(6, folder.path(), Dialect.of("embedded:" + engine));
      Cell cell = new Cell(tool, schema, 1, 1, TESTS, 2, true, 0);
      try (Crew crew = LocalCrew.open(cell, server.access(), 0)) {
        CellResult.Figures figures = Objects.requireNonNull(CellRun.measure(cell, crew).figures());
        assertThat(figures.dirt()).hasToString(dirt);
      }
    }
  }
}
