package dev.pristine.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.Status;
import dev.pristine.TestDatabase;
import dev.pristine.junit.PristineDatabase.Scope;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ServerStaysUp.class)
class FailureTests {

  @AfterEach
  void removeWhatWasSetAside() {
    removeAllThatWasSetAside();
  }

  static void removeAllThatWasSetAside() {
    Settings keepNothing = Settings.builder().set("pristine.keep-number", "0").build();
    try (Pristine pristine = Pristine.open(keepNothing)) {
      pristine.clean(false);
    }
  }

  @PristineDatabase
  static class Fails {
    @Test
    void fails(DataSource database) throws SQLException {
      new Notes(database).write(2, "evidence");
      fail("on purpose");
    }
  }

  @PristineDatabase
  static class FailsBefore {
    @BeforeEach
    void before(DataSource database) throws SQLException {
      new Notes(database).write(2, "evidence");
      fail("on purpose");
    }

    @Test
    void isNotReached() {}
  }

  @PristineDatabase
  static class FailsAfter {
    @Test
    void passes(DataSource database) throws SQLException {
      new Notes(database).write(2, "evidence");
    }

    @AfterEach
    void after() {
      fail("on purpose");
    }
  }

  @PristineDatabase
  static class FailsInConstructor {
    FailsInConstructor(DataSource database) throws SQLException {
      new Notes(database).write(2, "evidence");
      fail("on purpose");
    }

    @Test
    void isNotReached() {}
  }

  @PristineDatabase
  static class TakesTooLong {
    @Test
    @Timeout(value = 50, unit = TimeUnit.MILLISECONDS)
    void sleeps(DataSource database) throws Exception {
      new Notes(database).write(2, "evidence");
      Thread.sleep(60_000);
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Fails.class,
        FailsBefore.class,
        FailsAfter.class,
        FailsInConstructor.class,
        TakesTooLong.class
      })
  void whereToLookStandsUnderTheFailure(Class<?> sample) throws SQLException {
    Run run = Run.of(sample).with("pristine.keep", "failed").execute();

    Throwable failure = run.failure();
    assertThat(failure).isInstanceOfAny(AssertionError.class, TimeoutException.class);
    assertThat(run.published("pristine.kept")).hasSize(1);
    String whereToLook = run.published("pristine.kept").get(0);
    assertThat(whereToLook).contains("was set aside: jdbc:postgresql:").doesNotContain("password");
    assertThat(failure.getSuppressed())
        .filteredOn(DatabaseSetAside.class::isInstance)
        .singleElement()
        .hasToString("dev.pristine.junit.DatabaseSetAside: " + whereToLook);
    assertThat(keptBy(run)).singleElement().matches(whereToLook::contains);
  }

  @Test
  void nothingIsSetAsideUnlessASettingSaysSo() {
    Run run = Run.of(Fails.class).execute();

    assertThat(run.failure()).hasMessage("on purpose").hasNoSuppressedExceptions();
    assertThat(run.published("pristine.kept")).isEmpty();
    assertThat(keptBy(run)).isEmpty();
  }

  @Test
  void whatAFailedTestChangedIsShownIfASettingSaysSo() {
    Run run = Run.of(Fails.class).with("pristine.show-changes", "true").execute();

    assertThat(run.failure().getSuppressed())
        .filteredOn(DatabaseChanged.class::isInstance)
        .singleElement()
        .extracting(Throwable::getMessage)
        .isEqualTo(
            String.join(
                System.lineSeparator(),
                "What [FailureTests.Fails.fails] changed:",
                "public.note: 1 inserted, 0 updated, 0 deleted",
                "  + {\"id\":2,\"text\":\"evidence\"}"));
  }

  @Test
  void aTestWhoseChangesAreNotKnownFailsByItsOwnFailure() {
    Run run =
        Run.of(Fails.class)
            .with("pristine.show-changes", "true")
            .with("pristine.isolation", "clone")
            .execute();

    assertThat(run.failure()).hasMessage("on purpose");
    assertThat(run.failure().getSuppressed())
        .singleElement()
        .hasToString(
            "dev.pristine.junit.DatabaseChanged: What [FailureTests.Fails.fails] changed is not known:"
                + " its isolation is CLONE, and only REWIND keeps track.");
  }

  @PristineDatabase
  static class DoesNotFail {
    @Test
    void passes(DataSource database) throws SQLException {
      new Notes(database).write(2, "nobody looks");
    }

    @Test
    void isAborted(DataSource database) throws SQLException {
      new Notes(database).write(2, "nobody looks");
      assumeTrue(false);
    }
  }

  @Test
  void testsThatPassOrAbortSetNothingAside() {
    Run run = Run.of(DoesNotFail.class).with("pristine.keep", "failed").execute().withoutFailures();

    assertThat(run.published("pristine.database")).hasSize(2);
    assertThat(run.published("pristine.kept")).isEmpty();
    assertThat(keptBy(run)).isEmpty();
  }

  @PristineDatabase(scope = Scope.CLASS)
  static class OneOfSeveralFails {
    @Test
    void fails(DataSource database) throws SQLException {
      new Notes(database).write(2, "evidence");
      fail("on purpose");
    }

    @Test
    void passes(DataSource database) throws SQLException {
      new Notes(database).write(3, "more");
    }
  }

  @PristineDatabase
  static class DynamicTestFails {
    @TestFactory
    List<DynamicTest> made(DataSource database) {
      return List.of(
          dynamicTest("fails", () -> fail("on purpose")),
          dynamicTest("passes", () -> new Notes(database).write(2, "more")));
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {OneOfSeveralFails.class, DynamicTestFails.class})
  void aSharedDatabaseIsSetAsideIfOneOfItsTestsFailed(Class<?> sample) {
    Run run = Run.of(sample).with("pristine.keep", "failed").execute();

    assertThat(run.failure()).hasMessage("on purpose");
    assertThat(run.published("pristine.kept"))
        .singleElement()
        .satisfies(text -> assertThat(keptBy(run)).singleElement().matches(text::contains));
  }

  @PristineDatabase
  static class Leaks {
    @Test
    @SuppressWarnings("resource")
    void leaks(DataSource database) throws SQLException {
      Connection leaked = database.getConnection();
      leaked.setAutoCommit(false);
      Notes.strings(leaked, "select pg_backend_pid()");
    }

    @Test
    void passes(TestDatabase database, TestReporter reporter) {
      reporter.publishEntry("passes", database.name());
    }
  }

  @Test
  void aLeakedConnectionIsReportedAndHarmsNobodyElse() {
    PrintStream console = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, UTF_8));
    try {
      Run run = Run.of(Leaks.class).with("pristine.clones", "1").execute().withoutFailures();

      assertThat(run.succeededTests()).isEqualTo(2);
    } finally {
      System.setErr(console);
    }
    assertThat(printed.toString(UTF_8))
        .contains("[FailureTests.Leaks.leaks] left a connection open")
        .contains("at dev.pristine.junit.FailureTests$Leaks.leaks(FailureTests.java:");
  }

  /** Lists what the run's session has set aside. */
  private static List<String> keptBy(Run run) {
    String owner = EndTests.ownerOf(run.published("pristine.database").get(0));
    try (Pristine pristine = Pristine.open()) {
      return pristine.status().databases().stream()
          .filter(database -> database.kind() == Status.Kind.KEPT)
          .map(Status.Database::name)
          .filter(name -> EndTests.ownerOf(name).equals(owner))
          .toList();
    }
  }
}
