package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.pristine.Isolation;
import dev.pristine.TestDatabase;
import dev.pristine.postgresql.Workload.Step;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever tests do, made up at random, and that the next test sees nothing of it. */
final class PostgresRewindRandomTests {

  private static final int WORKLOADS = Trials.share(1_000);

  /** Where the seeds begin: {@code -Dtrials.seed=} begins with the one that a failure names. */
  private static final long FIRST_SEED = Long.getLong("trials.seed", 1);

  private RewindStage stage;

  @BeforeEach
  void openStage() throws IOException, SQLException {
    stage = RewindStage.open(Map.of("max_prepared_transactions", "10"));
  }

  @AfterEach
  void closeStage() throws IOException, SQLException {
    stage.close();
  }

  @Test
  void noWorkloadIsSeenByTheNextTest() throws Exception {
    int rewound = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + WORKLOADS; seed++) {
      Workload workload = Workload.random(seed);
      Outcome outcome = outcome(workload);
      if (!outcome.differences.isEmpty()) {
        Workload smallest = shortened(workload);
        fail(
            "After the workload of the seed %d the next test sees %s. The smallest that still differs:%s%nsees %s",
            seed, outcome.differences, smallest, outcomeAfresh(smallest).differences);
      }
      rewound += outcome.rewound ? 1 : 0;
    }
    System.out.printf("[random] rewound %d of %d%n", rewound, WORKLOADS);
    assertThat(rewound).as("rewound, of %d", WORKLOADS).isGreaterThan(WORKLOADS / 3);
  }

  @Test
  void aWorkloadThatIsSeenIsShortened() throws Exception {
    stage.isolateBy(Isolation.PER_WORKER);
    Workload workload =
        new Workload(
            List.of(
                new Step(0, "BEGIN"),
                new Step(0, "DELETE FROM notes"),
                new Step(0, "ROLLBACK"),
                new Step(2, "CREATE TABLE ponies (id int)"),
                new Step(2, "COPY stables (name)\nNew")));
    assertThat(shortened(workload).steps())
        .containsExactly(new Step(2, "COPY stables (name)\nNew"));
  }

  private record Outcome(List<String> differences, boolean rewound) {}

  private Workload shortened(Workload workload) throws Exception {
    return new Workload(
        Shortening.of(
            workload.steps(), steps -> !outcomeAfresh(new Workload(steps)).differences.isEmpty()));
  }

  private Outcome outcomeAfresh(Workload workload) throws Exception {
    stage.startAfresh();
    return outcome(workload);
  }

  private Outcome outcome(Workload workload) throws Exception {
    String name;
    try (TestDatabase database = stage.acquire(Fixture.PLAIN, "workload")) {
      name = database.name();
      workload.playOn(database);
    }
    try (TestDatabase next = stage.acquire(Fixture.PLAIN, "next")) {
      List<String> differences = stage.differences(Fixture.PLAIN, next);
      return new Outcome(differences, next.name().equals(name));
    }
  }
}
