package dev.pristine.enginetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pristine.Pristine;
import dev.pristine.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Processes that die, and processes that live beside them. */
public abstract class CrashContract extends EngineContract {

  @Test
  void aKilledWorkersDatabaseIsReclaimedByTheNextRun() throws Exception {
    SchemaMigration migration = schema("killed");
    String database;
    try (ForkedJvm worker = Worker.start(engine().settings(), migration)) {
      database = worker.await("holds").split(" ")[1];
      worker.kill();
    }
    try (Pristine pristine = open()) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                pristine.clean(false);
                assertThat(pristine.status().databases())
                    .filteredOn(entry -> entry.kind() != Status.Kind.TEMPLATE)
                    .isEmpty();
              });
      assertThat(pristine.status().owners()).hasSize(1);
      assertThat(database).contains("_c_");
    }
  }

  @Test
  void aLivingProcesssDatabasesAreLeftAloneWhileOthersAreKilledAndCleaned() throws Exception {
    SchemaMigration migration = schema("living");
    try (ForkedJvm survivor = Worker.start(engine().settings(), migration)) {
      String held = survivor.await("holds").split(" ")[1];
      for (int i = 0; i < 3; i++) {
        try (ForkedJvm victim = Worker.start(engine().settings(), migration)) {
          victim.await("holds");
          victim.kill();
        }
        try (Pristine pristine = open()) {
          pristine.clean(true);
          assertThat(names(pristine)).contains(held);
        }
      }
      survivor.finish();
    }
    assertThat(migration.runs()).as("the template was in use, so nobody dropped it").isEqualTo(1);
  }

  @Test
  void otherProcessesSeeWhoHoldsADatabase() throws Exception {
    SchemaMigration migration = schema("holder");
    try (ForkedJvm worker = Worker.start(engine().settings(), migration);
        Pristine pristine = open()) {
      String held = worker.await("holds").split(" ")[1];
      await()
          .untilAsserted(
              () ->
                  assertThat(pristine.status().databases())
                      .filteredOn(entry -> entry.name().equals(held))
                      .extracting(Status.Database::holder)
                      .containsExactly("worker " + worker.pid()));
      worker.finish();
    }
  }

  @Test
  void manyKilledAtOnceLeaveNothing() throws Exception {
    SchemaMigration migration = schema("many");
    List<ForkedJvm> workers = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        workers.add(Worker.start(engine().settings(), migration));
      }
      for (ForkedJvm worker : workers) {
        worker.await("holds");
      }
      for (ForkedJvm worker : workers) {
        worker.kill();
      }
    } finally {
      workers.forEach(ForkedJvm::close);
    }
    try (Pristine pristine = open()) {
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

  private static List<String> names(Pristine pristine) {
    return pristine.status().databases().stream().map(Status.Database::name).toList();
  }
}
