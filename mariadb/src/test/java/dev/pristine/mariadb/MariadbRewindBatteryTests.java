package dev.pristine.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.TestDatabase;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that a test may do to its database, and that the next test sees nothing of it: all
 * that is in the database is compared with a copy that nobody touched, and so are its sessions.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 1, unit = TimeUnit.MINUTES)
final class MariadbRewindBatteryTests {

  private record Outcome(Scenario scenario, boolean rewound) {}

  private final List<Outcome> outcomes = new ArrayList<>();
  private RewindStage stage;

  @BeforeAll
  void openStage(@TempDir Path folder) throws Exception {
    TestServer.shared().execute("CREATE ROLE stranger");
    stage = RewindStage.open(TestServer.shared(), folder, Stables.here(), Map.of());
  }

  @AfterAll
  void closeStage() throws Exception {
    long rewound = outcomes.stream().filter(Outcome::rewound).count();
    System.out.printf(
        "[battery] rewound %d of %d. Replaced after: %s%n",
        rewound,
        outcomes.size(),
        outcomes.stream()
            .filter(outcome -> !outcome.rewound)
            .map(outcome -> outcome.scenario.name())
            .collect(Collectors.joining("; ")));
    stage.close();
    TestServer.shared().execute("DROP ROLE stranger");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void rowsAreAsBefore(Scenario scenario) throws Exception {
    play(scenario);
  }

  static Stream<Scenario> rowsAreAsBefore() {
    return MysqlScenarios.here(DataScenarios.ROWS).stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void numbersBeginAgain(Scenario scenario) throws Exception {
    play(scenario);
  }

  static Stream<Scenario> numbersBeginAgain() {
    return MysqlScenarios.here(NumberScenarios.ALL).stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void whatTheLogDoesNotHoldIsAsBefore(Scenario scenario) throws Exception {
    play(scenario);
  }

  static Stream<Scenario> whatTheLogDoesNotHoldIsAsBefore() {
    return MysqlScenarios.here(DataScenarios.UNLOGGED).stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void sessionsAreAsNew(Scenario scenario) throws Exception {
    play(scenario);
  }

  static Stream<Scenario> sessionsAreAsNew() {
    return MysqlScenarios.here(SessionScenarios.ALL).stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void theSchemaIsAsBefore(Scenario scenario) throws Exception {
    play(scenario);
  }

  static Stream<Scenario> theSchemaIsAsBefore() {
    return MysqlScenarios.here(SchemaScenarios.SCHEMA).stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  @OnMysql
  void whatOnlyMysqlHasIsAsBefore(Scenario scenario) throws Exception {
    play(scenario);
  }

  static Stream<Scenario> whatOnlyMysqlHasIsAsBefore() {
    return MysqlScenarios.MORE.stream();
  }

  private void play(Scenario scenario) throws Exception {
    boolean clean = false;
    try {
      boolean rewound = isRewound(scenario);
      outcomes.add(new Outcome(scenario, rewound));
      if (scenario.rewound()) {
        assertThat(rewound).as("rewound").isTrue();
      }
      clean = true;
    } finally {
      if (!clean) {
        // What one scenario leaves must not be found after the next.
        stage.startAfresh();
      }
    }
  }

  private boolean isRewound(Scenario scenario) throws Exception {
    TestDatabase database = stage.acquire(scenario.name());
    String before = database.name();
    try (Actor actor = new Actor(stage, database)) {
      scenario.act().on(actor);
      database.close();
      try (TestDatabase next = stage.acquire("after " + scenario.name())) {
        actor.repair();
        assertThat(stage.differences(next)).isEmpty();
        assertThat(stage.differencesOfSessions(next)).isEmpty();
        return next.name().equals(before);
      }
    } finally {
      database.close();
    }
  }
}
