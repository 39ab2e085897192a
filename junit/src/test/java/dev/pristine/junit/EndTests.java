package dev.pristine.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.Pristine;
import dev.pristine.Status;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ServerStaysUp.class)
class EndTests {

  @PristineDatabase
  abstract static class Writes {
    @RepeatedTest(3)
    void writes(DataSource database, TestReporter reporter) throws SQLException {
      new Notes(database).write(2, "mine");
      try (Pristine observer = Pristine.open()) {
        ownersHere(observer).forEach(owner -> reporter.publishEntry("owner", owner));
      }
    }
  }

  static class First extends Writes {}

  static class Second extends Writes {}

  @Test
  void oneSessionServesAllClassesAndLeavesNothingBehind() {
    try (Pristine observer = Pristine.open()) {
      Set<String> before = ownersHere(observer);

      Run run = Run.of(First.class, Second.class).execute().withoutFailures();

      assertThat(run.succeededTests()).isEqualTo(6);
      List<String> leased = run.published("pristine.database");
      Set<String> lessors = leased.stream().map(EndTests::ownerOf).collect(Collectors.toSet());
      assertThat(leased).hasSize(6);
      assertThat(lessors).hasSize(1).isSubsetOf(run.published("owner"));
      assertThat(ownersHere(observer)).isEqualTo(before);
      assertThat(observer.status().databases())
          .extracting(Status.Database::name)
          .noneMatch(name -> lessors.stream().anyMatch(name::contains));
    }
  }

  /** Returns the ids of this process's sessions on the server, that of the observer left out. */
  static Set<String> ownersHere(Pristine observer) {
    List<Status.OwnerProcess> owners = observer.status().owners();
    String here =
        owners.stream()
            .filter(Status.OwnerProcess::self)
            .map(Status.OwnerProcess::description)
            .findFirst()
            .orElseThrow();
    return owners.stream()
        .filter(owner -> !owner.self() && owner.description().equals(here))
        .map(Status.OwnerProcess::id)
        .collect(Collectors.toSet());
  }

  /** Returns the owner's id in a database's name. */
  static String ownerOf(String database) {
    String[] parts = database.split("_");
    return parts[parts.length - 2];
  }
}
