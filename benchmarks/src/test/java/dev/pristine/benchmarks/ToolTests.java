package dev.pristine.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each tool leaves dirty is what is known of it. */
final class ToolTests {

  private static final int TESTS = 8;

  @RegisterExtension static final Measuring measuring = new Measuring();

  @ParameterizedTest
  @EnumSource(
      names = {
        "PRISTINE_REWIND",
        "PRISTINE_REWIND_ONE",
        "PRISTINE_CLONE",
        "CLONE_FILE",
        "CLONE_WAL"
      })
  void copiesNewOrRewoundAreClean(Tool tool) throws Exception {
    assertThat(dirt(tool)).isEqualTo(new Dirt.Tally(0, 0, 0, 0, TESTS));
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "PRISTINE_PER_WORKER"})
  void withoutIsolationEverythingIsDirty(Tool tool) throws Exception {
    assertThat(dirt(tool)).isEqualTo(new Dirt.Tally(TESTS, TESTS, TESTS, TESTS, TESTS));
  }

  @Test
  void aRollbackLeavesSequencesDirty() throws Exception {
    assertThat(dirt(Tool.ROLLBACK)).isEqualTo(new Dirt.Tally(0, 0, TESTS, TESTS, TESTS));
  }

  @Test
  void deletingRestoresNeitherSeedsNorSequences() throws Exception {
    assertThat(dirt(Tool.DELETE)).isEqualTo(new Dirt.Tally(0, TESTS, TESTS, TESTS, TESTS));
    assertThat(dirt(Tool.DELETE_RESEED)).isEqualTo(new Dirt.Tally(0, 0, TESTS, TESTS, TESTS));
  }

  @Test
  void truncatingRestoresIdentitiesAndNoOtherSequence() throws Exception {
    assertThat(dirt(Tool.TRUNCATE)).isEqualTo(new Dirt.Tally(0, TESTS, TESTS, 0, TESTS));
    assertThat(dirt(Tool.TRUNCATE_RESEED)).isEqualTo(new Dirt.Tally(0, 0, TESTS, 0, TESTS));
  }

  @Test
  void cleaningAndMigratingLeavesNothingDirty() throws Exception {
    assertThat(figures(measuring.measure(Tool.FLYWAY, 1, 3)).dirt())
        .isEqualTo(new Dirt.Tally(0, 0, 0, 0, 3));
  }

  @Test
  void databaseRiderRestoresSeedsAndNoSequences() throws Exception {
    assertThat(dirt(Tool.RIDER)).isEqualTo(new Dirt.Tally(0, 0, TESTS, TESTS, TESTS));
  }

  @Test
  void severalThreadsDoNotDisturbEachOther() throws Exception {
    Dirt.Tally dirt = figures(measuring.measure(Tool.CLONE_FILE, 3, TESTS)).dirt();
    assertThat(dirt).isEqualTo(new Dirt.Tally(0, 0, 0, 0, TESTS));
  }

  @Test
  void inOtherProcessesToo() throws Exception {
    Dirt.Tally dirt = figures(measuring.measureInForks(Tool.CLONE_FILE, 2, TESTS)).dirt();
    assertThat(dirt).isEqualTo(new Dirt.Tally(0, 0, 0, 0, TESTS));
  }

  @Test
  void zonkysPreparedDatabasesLeaveNothingDirty() throws Exception {
    Dirt.Tally dirt = figures(measuring.measureInForks(Tool.ZONKY_PREPARED, 1, TESTS)).dirt();
    assertThat(dirt).isEqualTo(new Dirt.Tally(0, 0, 0, 0, TESTS));
  }

  @Test
  @EnabledIfSystemProperty(named = "trials.share", matches = "1.0", disabledReason = "slow")
  void zonkysDatabasesForSpringLeaveNothingDirty() throws Exception {
    Dirt.Tally dirt = figures(measuring.measureInForks(Tool.ZONKY_SPRING, 1, TESTS)).dirt();
    assertThat(dirt).isEqualTo(new Dirt.Tally(0, 0, 0, 0, TESTS));
  }

  @Test
  @EnabledIfSystemProperty(named = "trials.share", matches = "1.0", disabledReason = "slow")
  void theTestsOfAClassThatShareAServerFindEachOthersRows() throws Exception {
    int tests = ServerPerClass.TESTS_IN_A_CLASS;
    Dirt.Tally dirt = figures(measuring.measureInForks(Tool.SERVER_PER_CLASS, 1, tests)).dirt();
    assertThat(dirt).isEqualTo(new Dirt.Tally(tests - 1, tests - 1, tests - 1, tests - 1, tests));
  }

  @Test
  void nothingIsLeftOnTheServer() throws Exception {
    dirt(Tool.DELETE);
    try (var connection = measuring.server().access().connect("postgres");
        var statement = connection.createStatement()) {
      assertThat(
              ServerAccess.texts(
                  statement, "SELECT datname FROM pg_database WHERE datname LIKE 'bench\\_%'"))
          .isEqualTo(List.of(HandMade.templateOf(measuring.schema())));
    }
  }

  @Test
  void aToolThatCannotDoItSaysWhy() {
    assertThatThrownBy(() -> measuring.measure(Tool.ZONKY_SPRING, 2, TESTS))
        .isInstanceOf(NotAvailableException.class)
        .hasMessage(
            "one database for each Spring context, which its threads would take from each other");
  }

  @Test
  void anUnknownToolIsRefusedWithTheNamesOfAll() {
    assertThatThrownBy(() -> Tool.named("magic"))
        .hasMessageStartingWith("There is no tool [magic]. There are: [none, pristine-rewind, ");
  }

  private static Dirt.Tally dirt(Tool tool) throws Exception {
    return figures(measuring.measure(tool, 1, TESTS)).dirt();
  }

  private static CellResult.Figures figures(CellResult result) {
    return Objects.requireNonNull(result.figures());
  }
}
