package dev.pristine.enginetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.pristine.TestDatabase;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever tests do, made up at random, and that the next test sees nothing of it. There is one
 * copy at most, so that the next lease gets the same database if it was rewound.
 */
public abstract class RandomRewindContract {

  private static final int WORKLOADS = Trials.share(1_000);

  /** Where the seeds begin: {@code -Dtrials.seed=} begins with the one that a failure names. */
  private static final long FIRST_SEED = Long.getLong("trials.seed", 1);

  /** Makes up what a test does. */
  protected abstract Workload random(Random random);

  /** Returns what runs the steps. */
  protected abstract Workload.Runner runner();

  /** Lends the one database. */
  protected abstract TestDatabase acquire(String holder);

  /** Names everything in which a leased database differs from a copy that nobody touched. */
  protected abstract List<String> differences(TestDatabase database) throws Exception;

  /** Gives up all copies, so that the next lease has a new one. */
  protected abstract void startAfresh() throws Exception;

  @Test
  void noWorkloadIsSeenByTheNextTest() throws Exception {
    int rewound = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + WORKLOADS; seed++) {
      Workload workload = random(new Random(seed));
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

  private record Outcome(List<String> differences, boolean rewound) {}

  /** Leaves out of a workload all that the next test does not see. */
  protected final Workload shortened(Workload workload) throws Exception {
    return new Workload(
        Shortening.of(
            workload.steps(), steps -> !outcomeAfresh(new Workload(steps)).differences.isEmpty()));
  }

  private Outcome outcomeAfresh(Workload workload) throws Exception {
    startAfresh();
    return outcome(workload);
  }

  private Outcome outcome(Workload workload) throws Exception {
    String name;
    try (TestDatabase database = acquire("workload")) {
      name = database.name();
      workload.playOn(database, runner());
    }
    try (TestDatabase next = acquire("next")) {
      return new Outcome(differences(next), next.name().equals(name));
    }
  }
}
