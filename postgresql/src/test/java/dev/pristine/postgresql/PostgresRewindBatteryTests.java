package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.TestDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that a test may do to its database, and that the next test sees nothing of it: all
 * that is in the database is compared with a copy that nobody touched, and so are its sessions.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class PostgresRewindBatteryTests {

  private static final int SIXTY = 60;

  /** As many of the sixty as the prototype rewound. */
  private static final int REWOUND_AT_LEAST = 39;

  private record Outcome(Scenario scenario, boolean rewound) {}

  private final List<Outcome> outcomes = new ArrayList<>();
  private RewindStage stage;

  @BeforeAll
  void openStage() throws IOException, SQLException {
    stage = RewindStage.open(Map.of("max_prepared_transactions", "10"));
  }

  @AfterAll
  void closeStage() throws IOException, SQLException {
    stage.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void dataIsAsBefore(Scenario scenario) throws Exception {
    play(scenario);
  }

  static Stream<Scenario> dataIsAsBefore() {
    return both(DataScenarios.OF_THE_SIXTY, DataScenarios.FURTHER);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void sequencesBeginAgain(Scenario scenario) throws Exception {
    play(scenario);
  }

  static Stream<Scenario> sequencesBeginAgain() {
    return both(SequenceScenarios.OF_THE_SIXTY, SequenceScenarios.FURTHER);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void sessionsAreAsNew(Scenario scenario) throws Exception {
    play(scenario);
  }

  static Stream<Scenario> sessionsAreAsNew() {
    return both(SessionScenarios.OF_THE_SIXTY, SessionScenarios.FURTHER);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void theSchemaIsAsBefore(Scenario scenario) throws Exception {
    play(scenario);
  }

  static Stream<Scenario> theSchemaIsAsBefore() {
    return both(SchemaScenarios.OF_THE_SIXTY, SchemaScenarios.FURTHER);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void whatTheServerKeepsOfTheDatabaseIsAsBefore(Scenario scenario) throws Exception {
    play(scenario);
  }

  static Stream<Scenario> whatTheServerKeepsOfTheDatabaseIsAsBefore() {
    return both(ClusterScenarios.OF_THE_SIXTY, ClusterScenarios.FURTHER);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void unusualTablesAreAsBefore(Scenario scenario) throws Exception {
    play(scenario.onFixture(UnusualTables.FIXTURE));
  }

  static Stream<Scenario> unusualTablesAreAsBefore() {
    return UnusualTables.SCENARIOS.stream();
  }

  @AfterAll
  void mostAreRewoundAndNotReplaced() {
    List<Outcome> counted =
        outcomes.stream().filter(outcome -> outcome.scenario.expectation().counts()).toList();
    System.out.printf(
        "[battery] rewound %d of the %d, and %d of all %d. Replaced after: %s%n",
        rewound(counted), counted.size(), rewound(outcomes), outcomes.size(), replaced());
    if (counted.size() == SIXTY) {
      assertThat(rewound(counted)).isGreaterThanOrEqualTo(REWOUND_AT_LEAST);
    }
  }

  private static long rewound(List<Outcome> outcomes) {
    return outcomes.stream().filter(Outcome::rewound).count();
  }

  private String replaced() {
    return outcomes.stream()
        .filter(outcome -> !outcome.rewound)
        .map(outcome -> outcome.scenario.name())
        .collect(Collectors.joining("; "));
  }

  private static Stream<Scenario> both(List<Scenario> some, List<Scenario> others) {
    return Stream.concat(some.stream(), others.stream());
  }

  private void play(Scenario scenario) throws Exception {
    boolean clean = false;
    try {
      outcomes.add(new Outcome(scenario, isRewound(scenario)));
      clean = true;
    } finally {
      if (!clean) {
        // What one scenario leaves must not be found after the next.
        stage.startAfresh();
      }
    }
  }

  private boolean isRewound(Scenario scenario) throws Exception {
    Fixture fixture = scenario.fixture();
    String before;
    TestDatabase database = stage.acquire(fixture, scenario.name());
    try (Actor actor = new Actor(stage, database)) {
      before = database.name();
      scenario.act().on(actor);
      database.close();
      try (TestDatabase next = stage.acquire(fixture, "after " + scenario.name());
          Actor looking = new Actor(stage, next)) {
        actor.repair();
        assertThat(stage.differences(fixture, next)).isEmpty();
        assertThat(stage.differencesOfSessions(fixture, next)).isEmpty();
        scenario.next().on(looking);
        boolean rewound = next.name().equals(before);
        if (scenario.expectation().rewound()) {
          assertThat(rewound).as("rewound").isTrue();
        }
        return rewound;
      }
    } finally {
      database.close();
    }
  }
}
