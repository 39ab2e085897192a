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
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a MySQL server must allow for its databases to be rewound, and what is told of them. */
@OnMysql
final class MysqlRewindServerTests {

  private static final Status.Rewind POSSIBLE = new Status.Rewind(true, "", List.of());

  @TempDir Path folder;

  @Test
  void withoutALogThereAreCopiesAndItIsToldWhy() throws Exception {
    try (TestServer server = TestServer.start("--skip-log-bin");
        Pristine pristine = Pristine.open(settings(server, Map.of()))) {
      assertThat(pristine.status().rewind())
          .isEqualTo(
              new Status.Rewind(
                  false,
                  "the server writes no binary log: it has to be started without --skip-log-bin",
                  List.of()));
      everyTestHasItsOwn(pristine);
    }
  }

  @Test
  void whatIsMissingIsNamedAndTheRemedyHelps() throws Exception {
    try (TestServer server =
        TestServer.start("--binlog-format=MIXED", "--binlog-transaction-compression=ON")) {
      server.execute(
          "CREATE USER careful IDENTIFIED BY 'x'",
          "GRANT CREATE, ALTER, DROP, INDEX, SELECT, INSERT, UPDATE, DELETE, REFERENCES, CREATE VIEW, SHOW VIEW, TRIGGER,"
              + " CREATE ROUTINE, ALTER ROUTINE, EXECUTE, EVENT, LOCK TABLES, CREATE TEMPORARY TABLES, CREATE USER, PROCESS"
              + " ON *.* TO careful WITH GRANT OPTION",
          "GRANT CONNECTION_ADMIN, SET_USER_ID ON *.* TO careful");
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
                  "the binary log holds statements, not rows, and the binary log is compressed, and the account may not ask where the server's binary log ends, and the account may not read the server's binary log, and the account may not leave out of it what is undone",
                  List.of(
                      "SET GLOBAL binlog_format = ROW",
                      "SET GLOBAL binlog_transaction_compression = OFF",
                      "GRANT REPLICATION CLIENT, REPLICATION SLAVE, SESSION_VARIABLES_ADMIN ON *.* TO 'careful'@'%'")));
      server.execute(rewind.remedy().toArray(new String[0]));
      try (Pristine pristine = Pristine.open(settings(server, careful))) {
        assertThat(pristine.status().rewind()).isEqualTo(POSSIBLE);
        isRewound(pristine);
      }
    }
  }

  @Test
  void whereTestsMayKeepRowsOutOfTheLogTheyGetCopies() throws Exception {
    try (Pristine pristine =
        Pristine.open(settings(TestServer.shared(), Map.of("pristine.role", "admin")))) {
      assertThat(pristine.status().rewind())
          .isEqualTo(
              new Status.Rewind(
                  false,
                  "tests connect as 'admin'@'%' itself, which must be able to leave out of the server's binary log what is undone, and so could tests: they need an account of their own",
                  List.of()));
      everyTestHasItsOwn(pristine);
    }
  }

  @Test
  void anAccountThatCannotMakeAnotherIsToldHowItCould() throws Exception {
    TestServer server = TestServer.shared();
    server.execute(
        "CREATE USER alone IDENTIFIED BY 'x'", "GRANT ALL PRIVILEGES ON `pristine\\_%`.* TO alone");
    try (Pristine pristine =
        Pristine.open(
            settings(server, Map.of("pristine.user", "alone", "pristine.password", "x")))) {
      assertThat(pristine.status().rewind().possible()).isFalse();
      assertThat(pristine.status().rewind().remedy())
          .containsExactly("GRANT ALL PRIVILEGES ON *.* TO 'alone'@'%' WITH GRANT OPTION");
    } finally {
      server.execute("DROP USER alone");
    }
  }

  @Test
  void whereRollbacksAreNotCountedItIsToldAndNumbersAreFoundNevertheless() throws Exception {
    try (TestServer server = TestServer.start()) {
      server.execute("SET GLOBAL innodb_monitor_disable = 'trx_rollback%'");
      try (Pristine pristine = Pristine.open(settings(server, Map.of("pristine.clones", "1")))) {
        assertThat(pristine.status().advice())
            .contains(
                "rollbacks are not counted, so each rewind reads the counters of all tables of its database; to spare it that, run as root: SET GLOBAL innodb_monitor_enable = 'trx_rollback%'");
        for (int i = 0; i < 3; i++) {
          try (TestDatabase database = acquire(pristine);
              Connection connection = database.dataSource().getConnection()) {
            Actor.attempt(connection, "INSERT INTO ponies (name) VALUES ('Seed')");
            Actor.run(connection, "INSERT INTO ponies (name) VALUES ('New')");
            assertThat(TestServer.rows(connection.createStatement(), "SELECT max(id) FROM ponies"))
                .containsExactly("3");
            Actor.run(connection, "DELETE FROM ponies WHERE id = 3");
          }
        }
      }
    }
  }

  @Test
  void whereNumbersMayBeOthersRowsAreTheSame() throws Exception {
    Map<String, String> free =
        Map.of("pristine.ids", "free", "pristine.clones", "1", "pristine.verify-every", "1");
    try (Pristine pristine = Pristine.open(settings(TestServer.shared(), free))) {
      String first = "";
      for (int i = 0; i < 3; i++) {
        try (TestDatabase database = acquire(pristine);
            Connection connection = database.dataSource().getConnection()) {
          first = first.isEmpty() ? database.name() : first;
          assertThat(database.name()).isEqualTo(first);
          Statement statement = connection.createStatement();
          assertThat(TestServer.rows(statement, "SELECT id, name FROM ponies"))
              .containsExactly("1 | Seed");
          statement.execute("INSERT INTO ponies (name) VALUES ('New')");
          assertThat(TestServer.rows(statement, "SELECT max(id) FROM ponies"))
              .containsExactly("" + (2 + i));
          statement.execute("UPDATE ponies SET name = 'Changed' WHERE id = 1");
        }
      }
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
          "INSERT INTO notes VALUES ('new'), ('twice')",
          "UPDATE notes SET note = 'ONCE' WHERE note = 'once'",
          "DELETE FROM notes WHERE note IS NULL",
          "BEGIN",
          "INSERT INTO gaps (name) VALUES ('x')",
          "INSERT INTO guarded (name) VALUES ('hen')",
          "ROLLBACK",
          "CREATE TABLE extra (id int)");
      Changes changes = database.changes();
      assertThat(changes.tables())
          .extracting(Changes.Table::toString)
          .containsExactlyInAnyOrder(
              "stables: 1 inserted, 1 updated, 0 deleted",
              "results: 0 inserted, 0 updated, 2 deleted",
              "notes: 3 inserted, 0 updated, 2 deleted");
      assertThat(changes.tables())
          .flatExtracting(Changes.Table::rows)
          .contains(
              "+ {\"id\": \"4\", \"name\": \"West\"}",
              "~ {\"id\": \"2\", \"name\": \"South\"} -> {\"id\": \"2\", \"name\": \"SOUTH\"}",
              "- {\"pony\": \"1\", \"race\": \"1\"}",
              "+ {\"note\": \"new\"}",
              "+ {\"note\": \"twice\"}",
              "+ {\"note\": \"ONCE\"}",
              "- {\"note\": \"once\"}",
              "- {\"note\": null}");
      assertThat(changes.sequences())
          .extracting(Changes.Sequence::toString)
          .containsExactlyInAnyOrder(
              "stables AUTO_INCREMENT: 4 -> 5",
              "gaps AUTO_INCREMENT: 501 -> 502",
              "guarded AUTO_INCREMENT: 1 -> 2");
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
