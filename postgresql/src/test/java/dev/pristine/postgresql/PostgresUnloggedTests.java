package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.ServerException;
import dev.pristine.Settings;
import dev.pristine.Status;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.OpenFolder;
import dev.pristine.enginetests.SchemaMigration;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows of unlogged tables, which a server that recovers from a crash empties, in templates too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class PostgresUnloggedTests {

  private static final String SEEDS = "INSERT INTO seeds VALUES (1), (2), (3)";

  @TempDir Path folder;

  private ServerByHand server;

  @BeforeAll
  void startServer() throws IOException, SQLException {
    server = ServerByHand.start(Map.of());
  }

  @AfterAll
  void stopServer() throws IOException, SQLException {
    server.close();
  }

  @Test
  void templatesWithUnloggedSeedsAreBuiltAnewAfterAKilledServerRecovered() throws Exception {
    SchemaMigration unlogged = migration("unlogged", "CREATE UNLOGGED TABLE seeds (id int)");
    SchemaMigration logged = migration("logged", "CREATE TABLE seeds (id int)");
    try (Pristine pristine = open()) {
      assertThat(seeds(pristine, unlogged)).isEqualTo(3);
      assertThat(seeds(pristine, logged)).isEqualTo(3);
      pristine.prepare(unlogged, 1);
      assertThat(databases(pristine, Status.Kind.SPARE)).isEqualTo(1);
    }
    server.restart();
    try (Pristine pristine = open()) {
      assertThat(seeds(pristine, unlogged)).isEqualTo(3);
      assertThat(unlogged.runs()).as("built before a restart in order").isEqualTo(1);
      pristine.prepare(unlogged, 1);
    }
    server.kill();
    try (Pristine pristine = open()) {
      for (int i = 0; i < 3; i++) {
        assertThat(seeds(pristine, unlogged)).isEqualTo(3);
      }
      assertThat(seeds(pristine, logged)).isEqualTo(3);
    }
    assertThat(unlogged.runs()).as("built before and after the crash").isEqualTo(2);
    assertThat(logged.runs()).as("whole in spite of the crash").isEqualTo(1);
    try (Pristine pristine = open()) {
      pristine.clean(true);
      assertThat(pristine.status().databases()).isEmpty();
    }
  }

  @Test
  void fixturesOnUnloggedSeedsAreBuiltAnewToo() throws Exception {
    SchemaMigration base = migration("base", "CREATE UNLOGGED TABLE seeds (id int)");
    SchemaMigration fixture =
        new SchemaMigration(
            "fixture", List.of("CREATE TABLE more (id int)"), folder.resolve("fixture"), base);
    try (Pristine pristine = open()) {
      assertThat(seeds(pristine, fixture)).isEqualTo(3);
    }
    server.kill();
    try (Pristine pristine = open()) {
      assertThat(seeds(pristine, fixture)).isEqualTo(3);
      pristine.clean(true);
    }
    assertThat(fixture.runs()).isEqualTo(2);
    assertThat(base.runs()).isEqualTo(2);
  }

  @Test
  void resettingSomeOfTheServersStatisticsIsNoCrash() throws Exception {
    SchemaMigration unlogged = migration("reset", "CREATE UNLOGGED TABLE seeds (id int)");
    for (int i = 0; i < 2; i++) {
      try (Pristine pristine = open()) {
        assertThat(seeds(pristine, unlogged)).isEqualTo(3);
        server.execute("SELECT pg_stat_reset_shared('bgwriter'), pg_stat_reset()");
      }
    }
    assertThat(unlogged.runs()).isEqualTo(1);
  }

  @Test
  void resettingAllStatisticsTakesNothingFromProcessesThatLive() throws Exception {
    SchemaMigration unlogged = migration("all reset", "CREATE UNLOGGED TABLE seeds (id int)");
    try (Pristine holding = open();
        TestDatabase held = holding.acquire(unlogged, Isolation.REWIND, "holds on")) {
      server.execute(
          "SELECT pg_stat_reset_shared('archiver'), pg_stat_reset_shared('bgwriter'), pg_stat_reset_shared('wal')");
      try (Pristine other = open()) {
        assertThat(other.clean(false)).doesNotContain(holding.prepare(unlogged, 0), held.name());
        assertThatThrownBy(() -> other.acquire(unlogged, Isolation.REWIND, "would build"))
            .isInstanceOf(ServerException.class)
            .hasMessageContaining("is not whole any more, and other processes still use it");
      }
      try (Connection connection = held.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        assertThat(statement.executeUpdate("INSERT INTO seeds VALUES (4)")).isEqualTo(1);
      }
    }
    try (Pristine later = open()) {
      assertThat(seeds(later, unlogged)).isEqualTo(3);
      later.clean(true);
    }
  }

  @Test
  void tidyingDropsWhatACrashLeftButNotWhatIsBuiltAnewMeanwhile() throws Exception {
    SchemaMigration unlogged = migration("anew", "CREATE UNLOGGED TABLE seeds (id int)");
    String template;
    try (Pristine pristine = open()) {
      template = pristine.prepare(unlogged, 0);
    }
    for (int i = 1; i <= 30; i++) {
      server.execute(
          "CREATE DATABASE %s_deadbeef_%d"
              .formatted(template.replace("pristine_t_", "pristine_c_"), i));
    }
    server.kill();
    try (Pristine pristine = open()) {
      assertThat(seeds(pristine, unlogged)).isEqualTo(3);
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> databases(pristine, Status.Kind.ORPHAN) == 0);
      pristine.clean(false);
      for (int i = 0; i < 5; i++) {
        assertThat(seeds(pristine, unlogged)).isEqualTo(3);
      }
      pristine.clean(true);
    }
  }

  @Test
  void anEmbeddedServerThatStopsBetweenRunsKeepsThem() throws Exception {
    SchemaMigration unlogged = migration("kept", "CREATE UNLOGGED TABLE seeds (id int)");
    try (OpenFolder cache = OpenFolder.create()) {
      Settings settings =
          Settings.builder()
              .server(PostgresUnderTest.server())
              .cache(cache.path())
              .project("kept")
              .build();
      for (int i = 0; i < 3; i++) {
        try (Pristine pristine = Pristine.open(settings)) {
          assertThat(seeds(pristine, unlogged)).isEqualTo(3);
        }
      }
    }
    assertThat(unlogged.runs()).isEqualTo(1);
  }

  private SchemaMigration migration(String label, String table) {
    return new SchemaMigration(label, List.of(table, SEEDS), folder.resolve(label));
  }

  private Pristine open() {
    return Pristine.open(server.settings().set("pristine.acquire-timeout", "30s").build());
  }

  private static long databases(Pristine pristine, Status.Kind kind) {
    return pristine.status().databases().stream().filter(each -> each.kind() == kind).count();
  }

  private static long seeds(Pristine pristine, SchemaMigration migration) throws SQLException {
    try (TestDatabase database = pristine.acquire(migration, Isolation.CLONE, "looks");
        Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      return Sessions.query(statement, "SELECT count(*) FROM seeds", row -> row.getLong(1)).get(0);
    }
  }
}
