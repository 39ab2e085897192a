package dev.pristine.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pristine.Pristine;
import dev.pristine.Status;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.ForkedJvm;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ServerStaysUp.class)
class KilledProcessTests {

  @PristineDatabase
  static class NeverEnds {
    @BeforeAll
    static void before(DataSource database) throws SQLException {
      new Notes(database).write(2, "before all");
    }

    @Test
    void waits(TestDatabase database) throws IOException {
      System.out.println("holds " + database.name());
      assertThat(System.in.read()).isNegative();
    }
  }

  /** What the process runs that is killed. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] arguments) {
      Run.of(NeverEnds.class).execute();
    }
  }

  @Test
  void whatBeforeAllWroteIsReclaimedByTheNextRun() throws Exception {
    try (Pristine next = Pristine.open()) {
      String owner;
      try (ForkedJvm victim = ForkedJvm.start(Victim.class, Map.of(), List.of())) {
        owner = EndTests.ownerOf(victim.await("holds"));
        assertThat(kinds(next, owner)).contains(Status.Kind.FROZEN, Status.Kind.CLONE);
        assertThat(next.clean(true)).noneMatch(name -> name.contains(owner));
        victim.kill();
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                next.clean(false);
                assertThat(kinds(next, owner)).isEmpty();
              });
    }
  }

  private static List<Status.Kind> kinds(Pristine pristine, String owner) {
    return pristine.status().databases().stream()
        .filter(database -> database.owner().equals(owner))
        .map(Status.Database::kind)
        .toList();
  }
}
