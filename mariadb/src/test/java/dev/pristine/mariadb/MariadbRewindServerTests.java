package dev.pristine.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.Changes;
import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.Status;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.SchemaMigration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server must allow for its databases to be rewound, and what is told of them. */
@OnMariadb
final class MariadbRewindServerTests {

  private static final List<String> FORMAT = List.of("SET GLOBAL binlog_format = ROW");

  @TempDir Path folder;

  @Test
  void withoutALogThereAreCopiesAndItIsToldWhy() throws Exception {
    try (TestServer server = TestServer.start("--skip-log-bin");
        Pristine pristine = Pristine.open(settings(server, Map.of()))) {
      assertThat(pristine.status().rewind())
          .isEqualTo(
              new Status.Rewind(
                  false,
                  "the server writes no binary log: it has to be started with --log-bin --binlog-format=ROW --userstat=1",
                  List.of()));
      everyTestHasItsOwn(pristine);
    }
  }

  @Test
  void whatIsMissingIsNamedAndTheRemedyHelps() throws Exception {
    try (TestServer server = TestServer.start("--binlog-format=MIXED", "--userstat=0")) {
      server.execute(
          "CREATE USER careful IDENTIFIED BY 'x'",
          "GRANT ALL PRIVILEGES ON `pristine\\_%`.* TO careful",
          "GRANT PROCESS, BINLOG MONITOR ON *.* TO careful");
      Map<String, String> careful =
          Map.of("pristine.user", "careful", "pristine.password", "x", "pristine.clones", "1");
      Status.Rewind rewind;
      try (Pristine pristine = Pristine.open(settings(server, careful))) {
        rewind = pristine.status().rewind();
        everyTestHasItsOwn(pristine);
      }
      assertThat(rewind)
          .isEqualTo(
              new Status.Rewind(
                  false,
                  "the binary log holds statements, not rows, and the server does not count what is written to each table, and the account may not leave out of it what is undone, and the account may not end others' sessions",
                  List.of(
                      FORMAT.get(0),
                      "SET GLOBAL userstat = 1",
                      "GRANT BINLOG ADMIN, CONNECTION ADMIN ON *.* TO 'careful'@'%'")));
      server.execute(rewind.remedy().toArray(new String[0]));
      try (Pristine pristine = Pristine.open(settings(server, careful))) {
        assertThat(pristine.status().rewind()).isEqualTo(new Status.Rewind(true, "", List.of()));
        isRewound(pristine);
      }
    }
  }

  @Test
  void whereRollbacksAreNotCountedTheAdviceSaysSoAndHelps() throws Exception {
    try (TestServer server = TestServer.start()) {
      server.execute("SET GLOBAL innodb_monitor_disable = 'trx_rollbacks'");
      List<String> advice;
      try (Pristine pristine = Pristine.open(settings(server, Map.of()))) {
        advice = pristine.status().advice();
        assertThat(pristine.status().rewind()).isEqualTo(new Status.Rewind(true, "", List.of()));
      }
      String remedy = "SET GLOBAL innodb_monitor_enable = 'trx_rollback%'";
      assertThat(advice)
          .containsExactly(
              "rollbacks are not counted, so each rewind reads the counters of all tables of the server; to spare it that, run as root: "
                  + remedy);
      server.execute(remedy);
      try (Pristine pristine = Pristine.open(settings(server, Map.of()))) {
        assertThat(pristine.status().advice()).isEmpty();
      }
    }
  }

  @Test
  void whereTestsMaySilenceTheLogDefinitionsAreComparedToo() throws Exception {
    TestServer server = TestServer.shared();
    try (Pristine pristine =
        Pristine.open(settings(server, Map.of("pristine.role", "admin", "pristine.clones", "1")))) {
      String first;
      try (TestDatabase database = acquire(pristine)) {
        first = database.name();
        Actor.run(
            database.dataSource().getConnection(), "SET sql_log_bin = 0", "DELETE FROM ponies");
      }
      try (TestDatabase database = acquire(pristine)) {
        assertThat(database.name()).isEqualTo(first);
        Actor.run(
            database.dataSource().getConnection(),
            "SET sql_log_bin = 0",
            "CREATE VIEW extra AS SELECT 1");
      }
      try (TestDatabase database = acquire(pristine)) {
        assertThat(database.name()).isNotEqualTo(first);
      }
    }
  }

  @Test
  void manyRowsAreNotDeletedOneByOne() throws Exception {
    RewindStage stage = RewindStage.open(TestServer.shared(), folder, Stables.here(), Map.of());
    try (stage) {
      String place;
      try (TestDatabase database = stage.acquire("test");
          Actor actor = new Actor(stage, database)) {
        place = actor.place();
        actor.sql("INSERT INTO gaps (name) SELECT seq FROM seq_1_to_1000");
      }
      stage.acquire("next").close();
      // Each row that is written or deleted counts, but for those of TRUNCATE.
      assertThat(
              TestServer.shared()
                  .query(
                      "SELECT rows_changed < 1100 FROM information_schema.table_statistics WHERE table_name = 'gaps' AND table_schema = "
                          + Sql.literal(place)))
          .containsExactly("1");
    }
  }

  @Test
  void itIsToldWhatIsLeftOfTablesThatWereWrittenToAndAltered() throws Exception {
    RewindStage stage = RewindStage.open(TestServer.shared(), folder, Stables.here(), Map.of());
    try (stage;
        TestDatabase database = stage.acquire("test");
        Actor actor = new Actor(stage, database)) {
      actor.sql(
          "INSERT INTO notes VALUES ('new')",
          "RENAME TABLE notes TO remarks",
          "INSERT INTO gaps (name) VALUES ('x')",
          "ALTER TABLE gaps DROP COLUMN name");
      Changes changes = database.changes();
      assertThat(changes.tables()).extracting(Changes.Table::name).containsExactly("gaps");
      assertThat(changes.tables().get(0).inserted()).isEqualTo(1);
      assertThat(changes.schema()).isNotEmpty();
    }
  }

  @Test
  void itIsToldWhatATestChanged() throws Exception {
    RewindStage stage = RewindStage.open(TestServer.shared(), folder, Stables.here(), Map.of());
    try (stage;
        TestDatabase database = stage.acquire("test");
        Actor actor = new Actor(stage, database)) {
      actor.sql(
          "INSERT INTO stables (name) VALUES ('West')",
          "UPDATE stables SET name = 'SOUTH' WHERE id = 2",
          "DELETE FROM results WHERE race = 1",
          "INSERT INTO notes VALUES ('new')",
          "DELETE FROM notes WHERE note IS NULL",
          "DO NEXTVAL(numbers)",
          "BEGIN",
          "INSERT INTO gaps (name) VALUES ('x')",
          "ROLLBACK",
          "CREATE TABLE extra (id int)");
      Changes changes = database.changes();
      assertThat(changes.tables())
          .extracting(Changes.Table::toString)
          .containsExactlyInAnyOrder(
              "stables: 1 inserted, 1 updated, 0 deleted",
              "results: 0 inserted, 0 updated, 2 deleted",
              "notes: 1 inserted, 0 updated, 1 deleted");
      assertThat(changes.tables())
          .flatExtracting(Changes.Table::rows)
          .contains(
              "+ {\"id\": \"4\", \"name\": \"West\"}",
              "~ {\"id\": \"2\", \"name\": \"South\"} -> {\"id\": \"2\", \"name\": \"SOUTH\"}",
              "- {\"race\": \"1\", \"pony\": \"1\"}",
              "+ {\"note\": \"new\"}",
              "- {\"note\": null}");
      assertThat(changes.sequences())
          .extracting(Changes.Sequence::toString)
          .containsExactlyInAnyOrder(
              "numbers: 100 -> 105 (cached values included)",
              "stables AUTO_INCREMENT: 4 -> 5",
              "gaps AUTO_INCREMENT: 501 -> 502");
      assertThat(changes.schema())
          .containsExactly(
              "schema: by a statement that is not undone: CREATE TABLE extra (id int)");
    }
  }

  private void everyTestHasItsOwn(Pristine pristine) throws Exception {
    String first;
    try (TestDatabase database = acquire(pristine)) {
      first = database.name();
    }
    try (TestDatabase database = acquire(pristine)) {
      assertThat(database.name()).isNotEqualTo(first);
    }
  }

  private void isRewound(Pristine pristine) throws Exception {
    String first;
    try (TestDatabase database = acquire(pristine)) {
      first = database.name();
      Actor.run(database.dataSource().getConnection(), "DELETE FROM ponies");
    }
    try (TestDatabase database = acquire(pristine)) {
      assertThat(database.name()).isEqualTo(first);
      assertThat(
              TestServer.rows(
                  database.dataSource().getConnection().createStatement(),
                  "SELECT name FROM ponies"))
          .containsExactly("Seed");
    }
  }

  private TestDatabase acquire(Pristine pristine) {
    return pristine.acquire(
        new SchemaMigration("rights", MariadbUnderTest.SCHEMA, folder.resolve("runs")),
        Isolation.REWIND,
        "test");
  }

  private static Settings settings(TestServer server, Map<String, String> others) {
    Settings.Builder settings = Settings.builder();
    server.settings().forEach(settings::set);
    others.forEach(settings::set);
    return settings.build();
  }
}
