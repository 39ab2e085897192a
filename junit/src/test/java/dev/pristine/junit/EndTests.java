package dev.pristine.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.Pristine;
import dev.pristine.Status;
import dev.pristine.Status.Kind;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

class EndTests {

  @PristineDatabase
  static class First {
    @RepeatedTest(3)
    void writes(DataSource database, TestReporter reporter) throws SQLException {
      new Notes(database).write(2, "mine");
      reporter.publishEntry("owners", Integer.toString(owners()));
    }
  }

  @PristineDatabase
  static class Second {
    @RepeatedTest(3)
    void writes(DataSource database, TestReporter reporter) throws SQLException {
      new Notes(database).write(2, "mine");
      reporter.publishEntry("owners", Integer.toString(owners()));
    }
  }

  /** Counts the living sessions of Pristine on the server, this one left out. */
  static int owners() {
    try (Pristine observer = Pristine.open()) {
      return observer.status().owners().size() - 1;
    }
  }

  @Test
  void oneSessionServesAllClassesAndLeavesNothingBehind() {
    try (Pristine observer = Pristine.open()) {
      Run run =
          Run.of(First.class, Second.class)
              .inThreads(4, "concurrent", "concurrent")
              .execute()
              .withoutFailures();

      assertThat(run.succeededTests()).isEqualTo(6);
      // The observer here and the one session of the run; other tests' observers come and go.
      assertThat(run.published("owners")).allMatch(owners -> Integer.parseInt(owners) >= 2);
      Status status = observer.status();
      assertThat(status.owners()).hasSize(1);
      assertThat(status.databases())
          .extracting(Status.Database::kind)
          .doesNotContain(Kind.CLONE, Kind.ORPHAN, Kind.BUILDING);
    }
  }

  @Test
  void testsInSeriesShareTheSession() {
    try (Pristine observer = Pristine.open()) {
      Run run = Run.of(First.class, Second.class).execute().withoutFailures();

      assertThat(run.published("owners")).hasSize(6).containsOnly("2");
      assertThat(observer.status().owners()).hasSize(1);
    }
  }
}
