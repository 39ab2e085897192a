package dev.pristine.enginetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pristine.Migration;
import dev.pristine.MigrationException;
import dev.pristine.Pristine;
import dev.pristine.Status;
import dev.pristine.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Fixtures: templates on top of others, built once like those. */
public abstract class FixtureContract extends EngineContract {

  @Test
  void aFixtureIsBuiltOnceByManyThreadsAndItsBaseToo() throws Exception {
    SchemaMigration base = schema("base");
    SchemaMigration one = base.with("one", add("One"));
    SchemaMigration both = one.with("both", add("Two"));
    SchemaMigration other = base.with("other", add("Other"));
    List<SchemaMigration> all = List.of(base, one, both, other);
    try (Pristine pristine = open()) {
      AtomicInteger next = new AtomicInteger();
      List<String> seen =
          together(
              THREADS,
              () -> {
                SchemaMigration mine = all.get(next.getAndIncrement() % all.size());
                try (TestDatabase database = acquire(pristine, mine, "thread")) {
                  return mine.label() + new Ponies(database.dataSource()).names();
                }
              });
      assertThat(seen)
          .containsOnly(
              base.label() + "[Seed]",
              "one[Seed, One]",
              "both[Seed, One, Two]",
              "other[Seed, Other]");
      assertThat(templates(pristine)).hasSize(4);
    }
    for (SchemaMigration each : all) {
      assertThat(each.runs()).as(each.label()).isEqualTo(1);
    }
  }

  @Test
  void eightProcessesBuildAFixtureAndItsBaseOnceAndASecondRunOfAllBuildsNone() throws Exception {
    SchemaMigration base = schema("base");
    SchemaMigration fixture = base.with("fixture", add("Fixture"));
    List<SchemaMigration> all = new ArrayList<>(Collections.nCopies(PROCESSES / 4, base));
    all.addAll(Collections.nCopies(PROCESSES - all.size(), fixture));
    for (int run = 1; run <= 2; run++) {
      assertThat(heldByProcesses(all))
          .allSatisfy(
              held ->
                  assertThat(held).matches(".* (2 \\[Seed, Spirit]|3 \\[Seed, Fixture, Spirit])"));
      assertThat(base.runs()).as("base after run " + run).isEqualTo(1);
      assertThat(fixture.runs()).as("fixture after run " + run).isEqualTo(1);
    }
  }

  @Test
  void aFixtureWhoseBaseIsGoneIsUsedWithoutIt() throws Exception {
    SchemaMigration base = schema("base");
    SchemaMigration fixture = base.with("fixture", add("Fixture"));
    try (Pristine pristine = open()) {
      acquire(pristine, fixture, "builder").close();
    }
    try (Pristine pristine = open();
        TestDatabase database = acquire(pristine, fixture, "user")) {
      // What tidies in the background at the start may be at it just now, and has it alone.
      await()
          .untilAsserted(
              () -> {
                pristine.clean(true);
                assertThat(templates(pristine)).hasSize(1);
              });
      assertThat(new Ponies(database.dataSource()).names()).containsExactly("Seed", "Fixture");
    }
    assertThat(base.runs()).isEqualTo(1);
  }

  @Test
  void templatesOfFixturesAreCountedApartAndDoNotDriveOutTheirBase() throws Exception {
    Map<String, String> few = Map.of("pristine.templates", "1", "pristine.fixture-templates", "2");
    SchemaMigration base = schema("base");
    List<SchemaMigration> fixtures = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      fixtures.add(base.with("fixture " + i, add("Number " + i)));
      try (Pristine pristine = open(few)) {
        acquire(pristine, fixtures.get(i - 1), "builder").close();
      }
    }
    try (Pristine pristine = open(few)) {
      await()
          .untilAsserted(
              () -> {
                pristine.clean(false);
                assertThat(templates(pristine)).hasSize(3);
              });
      acquire(pristine, fixtures.get(2), "user").close();
      acquire(pristine, fixtures.get(3), "user").close();
    }
    assertThat(base.runs()).isEqualTo(1);
    for (SchemaMigration fixture : fixtures) {
      assertThat(fixture.runs()).as(fixture.label()).isEqualTo(1);
    }
  }

  @Test
  void aChangedBaseGivesItsFixtureANewTemplate() throws Exception {
    SchemaMigration before = schema("before");
    List<String> more = new ArrayList<>(before.statements());
    more.add(add("Another"));
    SchemaMigration after = new SchemaMigration(before.label(), more, before.journal());
    try (Pristine pristine = open()) {
      try (TestDatabase first = acquire(pristine, before.with("f", add("F")), "first");
          TestDatabase second = acquire(pristine, after.with("f", add("F")), "second");
          TestDatabase third = acquire(pristine, after.with("f", add("G")), "third")) {
        assertThat(new Ponies(first.dataSource()).names()).containsExactly("Seed", "F");
        assertThat(new Ponies(second.dataSource()).names()).containsExactly("Seed", "Another", "F");
        assertThat(new Ponies(third.dataSource()).names()).containsExactly("Seed", "Another", "G");
      }
    }
    assertThat(before.runs()).as("both bases once each").isEqualTo(2);
  }

  @Test
  void aFixtureIsNotTheSameAsAMigrationOfTheSameStatements() throws Exception {
    SchemaMigration base = schema("base");
    SchemaMigration alone = new SchemaMigration("same", List.of(), folder.resolve("alone"));
    try (Pristine pristine = open();
        TestDatabase onBase = acquire(pristine, base.with("same"), "on base");
        TestDatabase empty = acquire(pristine, alone, "alone")) {
      assertThat(new Ponies(onBase.dataSource()).names()).containsExactly("Seed");
      assertThatThrownBy(() -> new Ponies(empty.dataSource()).names())
          .hasMessageContaining("ponies");
    }
  }

  @Test
  void aFailedFixtureIsReportedToAllWhoWaitAndLeavesItsBaseAlone() throws Exception {
    SchemaMigration base = schema("base");
    SchemaMigration broken = base.with("broken", "INSERT INTO unicorns VALUES (1)");
    try (Pristine pristine = open()) {
      assertThat(failuresOfMany(pristine, broken))
          .allSatisfy(
              message ->
                  assertThat(message)
                      .startsWith("The migration [broken] failed: ")
                      .contains("unicorns")
                      .endsWith("Nothing of it was kept."));
      assertThat(templates(pristine)).hasSize(1);
      assertThat(pristine.status().databases()).hasSize(1);
      try (TestDatabase database = acquire(pristine, base, "base")) {
        assertThat(new Ponies(database.dataSource()).names()).containsExactly("Seed");
      }
      int runs = broken.runs();
      assertThatThrownBy(() -> acquire(pristine, broken, "later"))
          .isInstanceOf(MigrationException.class);
      assertThat(broken.runs()).as("a failure is not remembered").isEqualTo(runs + 1);
    }
    assertThat(base.runs()).isEqualTo(1);
  }

  @Test
  void aFailedBaseIsReportedToThoseWhoWaitForItsFixtures() throws Exception {
    SchemaMigration base =
        new SchemaMigration(
            "broken base", List.of("INSERT INTO unicorns VALUES (1)"), folder.resolve("runs"));
    SchemaMigration fixture = base.with("fixture", add("Never"));
    try (Pristine pristine = open()) {
      assertThat(failuresOfMany(pristine, fixture))
          .allSatisfy(
              message -> assertThat(message).startsWith("The migration [broken base] failed: "));
      assertThat(pristine.status().databases()).isEmpty();
      assertThat(fixture.runs()).isZero();
    }
  }

  @Test
  void aBaseThatChangesBeforeItsFixtureIsBuiltIsNotBuiltOn() throws Exception {
    SchemaMigration schema = schema("edited");
    AtomicReference<String> edition = new AtomicReference<>("first");
    Migration edited =
        new Migration() {
          @Override
          public String fingerprint() {
            return schema.fingerprint() + edition.get();
          }

          @Override
          public void apply(Target target) throws Exception {
            schema.apply(target);
          }

          @Override
          public String toString() {
            return "edited";
          }
        };
    Migration fixture =
        new Migration() {
          @Override
          public Optional<Migration> base() {
            return Optional.of(edited);
          }

          @Override
          public String fingerprint() {
            return "fixture";
          }

          @Override
          public void apply(Target target) {}

          @Override
          public String toString() {
            return "fixture";
          }
        };
    try (Pristine pristine = open()) {
      pristine.acquire(edited).close();
      edition.set("second");
      assertThatThrownBy(() -> pristine.acquire(fixture))
          .isInstanceOf(MigrationException.class)
          .hasMessage(
              "The migration [edited] changed after its template was made, so the template of [fixture] was not built on top of it. Run again.");
    }
  }

  @Test
  void aKilledBuilderOfAFixtureLeavesItsBaseAndNothingElse() throws Exception {
    SchemaMigration base = schema("base");
    SchemaMigration slow = base.with("slow", slowStatement());
    buildAfterAKilledBuilder(slow);
    assertThat(base.runs()).isEqualTo(1);
  }

  @Test
  void theBaseOfAFixtureIsNotDroppedWhileItsBuilderLives() throws Exception {
    SchemaMigration fixture = schema("base").with("fixture", add("Fixture"));
    try (Pristine builder = open();
        Pristine cleaner = open()) {
      acquire(builder, fixture, "builder").close();
      cleaner.clean(true);
      assertThat(templates(cleaner)).hasSize(2);
    }
  }

  private static List<String> templates(Pristine pristine) {
    return databases(pristine, Status.Kind.TEMPLATE);
  }

  /** Returns a statement that takes a second or more, and changes nothing. */
  protected abstract String slowStatement();
}
