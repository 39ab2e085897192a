package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pristine.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that remove their log early: it is held, but not without bounds, or is missed loudly. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class PostgresLogHoldTests {

  @Test
  void aLogThatIsRemovedEarlyIsHeldUntilItIsRead() throws Exception {
    try (RewindStage stage = stage(10, 1)) {
      for (int i = 0; i < 3; i++) {
        String name;
        try (TestDatabase database = acquire(stage, "is cut off")) {
          name = database.name();
          changeWhileTheLogIsRemoved(stage, database);
        }
        try (TestDatabase next = acquire(stage, "next")) {
          assertClean(stage, next);
          assertThat(next.name()).as("rewound").isEqualTo(name);
        }
      }
      assertThat(slots(stage)).isEqualTo(1);
      stage.startAfresh();
      assertThat(slots(stage)).isZero();
    }
  }

  @Test
  void whereNoSlotIsToBeHadDatabasesAreReplacedAndNothingIsMissed() throws Exception {
    try (RewindStage stage = stage(0, 1)) {
      String first;
      try (TestDatabase database = acquire(stage, "is cut off")) {
        first = database.name();
        changeWhileTheLogIsRemoved(stage, database);
      }
      String second;
      try (TestDatabase next = acquire(stage, "next")) {
        assertClean(stage, next);
        second = next.name();
        assertThat(second).as("replaced").isNotEqualTo(first);
        change(next, "DELETE FROM stables");
      }
      try (TestDatabase last = acquire(stage, "last")) {
        assertClean(stage, last);
        assertThat(last.name()).as("rewound, as the log is read on from there").isEqualTo(second);
      }
    }
  }

  @Test
  void aDatabaseThatIsMadeAfterAPartOfTheLogWasRemovedIsFollowed() throws Exception {
    try (RewindStage stage = stage(0, 3)) {
      try (TestDatabase held = acquire(stage, "is cut off");
          TestDatabase ahead = acquire(stage, "was made ahead")) {
        assertClean(stage, ahead);
        changeWhileTheLogIsRemoved(stage, held);
        String name;
        try (TestDatabase made = acquire(stage, "comes later")) {
          name = made.name();
          change(made, "DELETE FROM stables");
        }
        try (TestDatabase again = acquire(stage, "again")) {
          assertClean(stage, again);
          assertThat(again.name()).as("rewound").isEqualTo(name);
        }
      }
    }
  }

  @Test
  void noMoreOfTheLogIsHeldThanABoundHoweverLongATestTakes() throws Exception {
    try (RewindStage stage = stage(10, 1)) {
      try (TestDatabase database = acquire(stage, "takes long")) {
        change(database, "DELETE FROM stables");
        for (int i = 0; i < 100; i++) {
          stage
              .server()
              .execute("SELECT pg_logical_emit_message(false, 'much', repeat('x', 1 << 20))");
        }
        await()
            .atMost(Duration.ofMinutes(1))
            .until(
                () ->
                    ask(
                            stage,
                            "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint FROM pg_replication_slots")
                        < 64 << 20);
      }
      try (TestDatabase next = acquire(stage, "next")) {
        assertClean(stage, next);
      }
    }
  }

  private static RewindStage stage(int slots, int clones) throws IOException, SQLException {
    Map<String, String> settings = new HashMap<>();
    settings.put("max_replication_slots", "" + slots);
    settings.put("wal_keep_size", "0");
    settings.put("min_wal_size", "2MB");
    settings.put("max_wal_size", "4MB");
    return RewindStage.open(settings, Map.of("pristine.clones", "" + clones));
  }

  private static TestDatabase acquire(RewindStage stage, String holder) {
    return stage.acquire(Fixture.PLAIN, holder);
  }

  private static void changeWhileTheLogIsRemoved(RewindStage stage, TestDatabase database)
      throws SQLException {
    change(database, "DELETE FROM stables", "SELECT nextval('numbers')");
    for (int i = 0; i < 4; i++) {
      stage.server().execute("SELECT pg_switch_wal()");
      stage.server().execute("CHECKPOINT");
    }
    change(database, "INSERT INTO notes VALUES ('late')");
  }

  private static void change(TestDatabase database, String... statements) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      Actor.run(connection, statements);
    }
  }

  private static void assertClean(RewindStage stage, TestDatabase database) throws SQLException {
    assertThat(stage.differences(Fixture.PLAIN, database)).isEmpty();
  }

  private static long slots(RewindStage stage) throws SQLException {
    return ask(stage, "SELECT count(*) FROM pg_replication_slots");
  }

  private static long ask(RewindStage stage, String query) throws SQLException {
    try (Connection connection = stage.server().connect();
        Statement statement = connection.createStatement()) {
      return Sessions.query(statement, query, row -> row.getLong(1)).get(0);
    }
  }
}
