package dev.pristine.enginetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.MigrationException;
import dev.pristine.Pristine;
import dev.pristine.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Templates: built once, whole or not at all, used until the migration changes. */
public abstract class TemplateContract extends EngineContract {

  @Test
  void sixteenThreadsBuildATemplateOnce() throws Exception {
    SchemaMigration migration = schema("threads");
    try (Pristine pristine = open()) {
      together(
          THREADS,
          () -> {
            try (TestDatabase database = acquire(pristine, migration, "thread")) {
              return database.name();
            }
          });
    }
    assertThat(migration.runs()).isEqualTo(1);
  }

  @Test
  void eightProcessesBuildATemplateOnceAndASecondRunOfAllBuildsNone() throws Exception {
    SchemaMigration migration = schema("processes");
    for (int run = 1; run <= 2; run++) {
      assertThat(heldByProcesses(Collections.nCopies(PROCESSES, migration)))
          .allSatisfy(held -> assertThat(held).endsWith(" 2 [Seed, Spirit]"));
      assertThat(migration.runs()).as("after run " + run).isEqualTo(1);
    }
  }

  @Test
  void aChangedMigrationGetsATemplateOfItsOwn() throws Exception {
    SchemaMigration before = schema("before");
    List<String> more = new ArrayList<>(before.statements());
    more.add(add("Another"));
    SchemaMigration after = new SchemaMigration(before.label(), more, before.journal());
    try (Pristine pristine = open()) {
      try (TestDatabase first = acquire(pristine, before, "first");
          TestDatabase second = acquire(pristine, after, "second")) {
        assertThat(new Ponies(first.dataSource()).names()).containsExactly("Seed");
        assertThat(new Ponies(second.dataSource()).names()).containsExactly("Seed", "Another");
      }
    }
  }

  @Test
  void aFailedMigrationIsReportedToAllWhoWaitAndLeavesNothing() throws Exception {
    List<String> statements = new ArrayList<>(engine().schema());
    statements.add("INSERT INTO unicorns VALUES (1)");
    SchemaMigration migration =
        new SchemaMigration("broken", statements, folder.resolve("broken-runs"));
    try (Pristine pristine = open()) {
      assertThat(failuresOfMany(pristine, migration))
          .allSatisfy(
              message ->
                  assertThat(message)
                      .startsWith("The migration [broken] failed: ")
                      .contains("unicorns")
                      .endsWith("Nothing of it was kept."));
      assertThat(pristine.status().databases()).isEmpty();
      int runs = migration.runs();
      assertThatThrownBy(() -> acquire(pristine, migration, "later"))
          .isInstanceOf(MigrationException.class);
      assertThat(migration.runs()).as("a failure is not remembered").isEqualTo(runs + 1);
    }
  }

  @Test
  void aMigrationThatChangesWhileItRunsIsNotKept() throws Exception {
    RestlessMigration migration = new RestlessMigration(schema("restless"));
    try (Pristine pristine = open()) {
      assertThatThrownBy(() -> pristine.acquire(migration))
          .isInstanceOf(MigrationException.class)
          .hasMessage(
              "The migration [restless] changed while its template was built, so nothing of it was kept. Run again.");
      assertThat(pristine.status().databases()).isEmpty();
    }
  }

  @Test
  void aKilledBuilderLeavesNothingThatIsTakenForATemplate() throws Exception {
    SchemaMigration slow =
        new SchemaMigration(schema("killed").label(), slowSchema(), folder.resolve("runs"));
    buildAfterAKilledBuilder(slow);
  }

  @Test
  void templatesBeyondTheNumberAreDroppedTheLongestUnusedFirst() throws Exception {
    Map<String, String> two = Map.of("pristine.templates", "2");
    for (int i = 1; i <= 4; i++) {
      try (Pristine pristine = open(two);
          TestDatabase database = acquire(pristine, schema("number " + i), "test")) {
        assertThat(database.name()).isNotEmpty();
      }
    }
    try (Pristine pristine = open(two)) {
      pristine.clean(false);
      assertThat(pristine.status().databases()).hasSize(2);
      try (TestDatabase database = acquire(pristine, schema("number 4"), "test")) {
        assertThat(new Ponies(database.dataSource()).names()).containsExactly("Seed");
      }
      assertThat(schema("number 4").runs())
          .as("built once each, and the last not again")
          .isEqualTo(4);
    }
  }

  /** Returns the suite's schema made by statements that take a second or more. */
  protected abstract List<String> slowSchema();
}
