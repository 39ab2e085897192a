package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.TestDatabase;
import dev.pristine.enginetests.Trials;
import dev.pristine.enginetests.Workload;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Rewinding on a server that nobody tuned for tests, and that does all that a server may do behind
 * one's back: it vacuums whenever it can, recycles its log at once, and writes more into it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class PostgresRewindUntunedTests {

  private static final int WORKLOADS = Trials.share(200);

  private RewindStage stage;

  @BeforeAll
  void openStage() throws IOException, SQLException {
    Map<String, String> settings = new HashMap<>();
    settings.put("fsync", "on");
    settings.put("synchronous_commit", "on");
    settings.put("full_page_writes", "on");
    settings.put("wal_level", "logical");
    settings.put("wal_log_hints", "on");
    settings.put("wal_compression", "on");
    settings.put("track_commit_timestamp", "on");
    settings.put("max_wal_senders", "5");
    settings.put("max_prepared_transactions", "10");
    settings.put("wal_keep_size", "0");
    settings.put("min_wal_size", "2MB");
    settings.put("max_wal_size", "4MB");
    settings.put("checkpoint_timeout", "30s");
    settings.put("shared_buffers", "4MB");
    settings.put("autovacuum", "on");
    settings.put("autovacuum_naptime", "1s");
    settings.put("autovacuum_vacuum_threshold", "1");
    settings.put("autovacuum_vacuum_insert_threshold", "1");
    settings.put("autovacuum_analyze_threshold", "1");
    settings.put("autovacuum_vacuum_scale_factor", "0");
    settings.put("autovacuum_analyze_scale_factor", "0");
    stage = RewindStage.open(settings);
  }

  @AfterAll
  void closeStage() throws IOException, SQLException {
    stage.close();
  }

  @Test
  void whatTestsDoToDataIsUndone() throws Exception {
    int rewound = 0;
    for (Scenario scenario : DataScenarios.OF_THE_SIXTY) {
      rewound += isRewound(scenario) ? 1 : 0;
    }
    System.out.printf("[untuned] rewound %d of %d%n", rewound, DataScenarios.OF_THE_SIXTY.size());
    assertThat(rewound).isPositive();
  }

  @Test
  void whatTestsDoAtRandomIsUndone() throws Exception {
    int rewound = 0;
    for (int i = 0; i < WORKLOADS; i++) {
      Workload workload = RandomWorkloads.of(new Random(20_000L + i));
      rewound +=
          isRewound(
                  Scenario.further(
                      "workload " + i, actor -> RandomWorkloads.play(workload, actor.database())))
              ? 1
              : 0;
    }
    System.out.printf("[untuned] rewound %d of %d workloads%n", rewound, WORKLOADS);
  }

  @Test
  void nothingIsMissedWhenTheLogIsRecycledWhileATestRuns() throws Exception {
    for (int i = 0; i < 3; i++) {
      isRewound(
          Scenario.further(
              "recycled",
              actor -> {
                actor.sql("DELETE FROM stables", "SELECT nextval('numbers')");
                for (int again = 0; again < 4; again++) {
                  actor.server("SELECT pg_switch_wal()", "CHECKPOINT");
                }
                actor.sql("INSERT INTO notes VALUES ('late')");
              }));
    }
  }

  @Test
  void aLogicalSlotInTheDatabaseIsGone() throws Exception {
    isRewound(
        Scenario.further(
            "logical slot",
            actor -> {
              actor.superuser("SELECT pg_create_logical_replication_slot('ours', 'pgoutput')");
              actor.sql("DELETE FROM notes");
            }));
  }

  private boolean isRewound(Scenario scenario) throws Exception {
    String name;
    try (TestDatabase database = stage.acquire(Fixture.PLAIN, scenario.name());
        Actor actor = new Actor(stage, database)) {
      name = database.name();
      scenario.act().on(actor);
    }
    try (TestDatabase next = stage.acquire(Fixture.PLAIN, "after " + scenario.name())) {
      assertThat(stage.differences(Fixture.PLAIN, next)).as(scenario.name()).isEmpty();
      return next.name().equals(name);
    }
  }
}
