package dev.pristine.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What MySQL tells besides its log, and when it is spared the telling. */
@OnMysql
final class MysqlGlanceTests {

  private static final String PLACE = "glance_at";

  private static void create(TestServer server) throws SQLException {
    server.execute(
        "CREATE DATABASE " + PLACE,
        "USE " + PLACE,
        "CREATE TABLE ponies (id int AUTO_INCREMENT PRIMARY KEY, name varchar(10) UNIQUE)",
        "INSERT INTO ponies (name) VALUES ('Seed')");
  }

  @Test
  void countersAreAskedForOnlyAfterSomethingWasRolledBack() throws Exception {
    try (TestServer server = TestServer.start()) {
      create(server);
      try (Connection ours = connect(server);
          Connection theirs = connect(server)) {
        for (String failing :
            List.of(
                "INSERT IGNORE INTO ponies (name) VALUES ('Seed')",
                "INSERT INTO ponies (name) VALUES ('Seed') ON DUPLICATE KEY UPDATE name = 'Seed'",
                "INSERT INTO ponies (name) VALUES ('new'), ('Seed')")) {
          Glance before = glance(ours, Glance.UNCOUNTED);
          Actor.run(theirs, "INSERT INTO ponies (name) VALUES ('more'), ('yet more')");
          Actor.run(theirs, "DELETE FROM ponies WHERE id > 1");
          assertThat(glance(ours, before.rollbacks()).counters()).as(failing).isEmpty();
          Actor.attempt(theirs, failing);
          Glance after = glance(ours, before.rollbacks());
          assertThat(counter(after)).as(failing).isGreaterThan(counter(before) + 2);
        }
        assertThat(glance(ours, Glance.UNCOUNTED).sessions())
            .isEqualTo(Set.of(SessionReset.id(theirs)));
        server.execute("SET GLOBAL innodb_monitor_disable = 'trx_rollbacks_savepoint'");
        Glance first = glance(ours, Glance.UNCOUNTED);
        assertThat(glance(ours, first.rollbacks()).counters()).isPresent();
      }
    }
  }

  /** InnoDB forgets tables that nobody has open, and tells another number until one has. */
  @Test
  void tablesThatAreForgottenAreOpenedBeforeTheyAreAskedFor() throws Exception {
    try (TestServer server = TestServer.start("--table-definition-cache=400")) {
      create(server);
      List<String> statements = new ArrayList<>();
      for (int i = 0; i < 450; i++) {
        statements.add(
            "CREATE TABLE %s.t%d (id int AUTO_INCREMENT PRIMARY KEY)".formatted(PLACE, i));
      }
      server.execute(statements.toArray(new String[0]));
      server.execute("INSERT INTO %s.t7 VALUES (41)".formatted(PLACE));
      try (Connection ours = connect(server)) {
        assertThat(glance(ours, Glance.UNCOUNTED).counters().orElseThrow())
            .containsEntry("ponies", 2L)
            .containsEntry("t7", 42L);
      }
    }
  }

  private static long counter(Glance glance) {
    return glance.counters().orElseThrow().getOrDefault("ponies", 0L);
  }

  private static Connection connect(TestServer server) throws SQLException {
    Login login = server.administrator();
    Connection connection = server.connect(PLACE, login.user(), login.password());
    Actor.run(connection, "SET information_schema_stats_expiry = 0");
    return connection;
  }

  private static Glance glance(Connection connection, long since) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return MysqlGlance.of(statement, PLACE, since);
    }
  }
}
