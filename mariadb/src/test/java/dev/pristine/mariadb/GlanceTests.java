package dev.pristine.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server tells besides its log, and when it is spared the telling. */
@OnMariadb
final class GlanceTests {

  private static final String PLACE = "glance_at";

  /** Of its own: whatever is rolled back anywhere in a server counts. */
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void create() throws SQLException {
    server.execute(
        "CREATE DATABASE " + PLACE,
        "USE " + PLACE,
        "CREATE TABLE ponies (id int AUTO_INCREMENT PRIMARY KEY, name varchar(10) UNIQUE)",
        "INSERT INTO ponies (name) VALUES ('Seed')");
  }

  @AfterEach
  void drop() throws SQLException {
    server.execute("DROP DATABASE " + PLACE);
  }

  @Test
  void countersAreAskedForOnlyAfterSomethingWasRolledBack() throws Exception {
    for (String failing :
        new String[] {
          "INSERT IGNORE INTO ponies (name) VALUES ('Seed')",
          "INSERT INTO ponies (name) VALUES ('Seed') ON DUPLICATE KEY UPDATE name = 'Seed'",
          "INSERT INTO ponies (name) VALUES ('new'), ('Seed')"
        }) {
      try (Connection ours = connect();
          Connection theirs = connect()) {
        Glance before = glance(ours, Glance.UNCOUNTED);
        Actor.run(theirs, "INSERT INTO ponies (name) VALUES ('more'), ('yet more')");
        Actor.run(theirs, "DELETE FROM ponies WHERE id > 1");
        assertThat(glance(ours, before.rollbacks()).counters()).as(failing).isEmpty();
        Actor.attempt(theirs, failing);
        Glance after = glance(ours, before.rollbacks());
        assertThat(counter(after)).as(failing).isGreaterThan(counter(before) + 2);
      }
    }
  }

  @Test
  void whereNobodyCountsWhatIsRolledBackCountersAreToldEachTime() throws Exception {
    server.execute("SET GLOBAL innodb_monitor_disable = 'trx_rollbacks_savepoint'");
    try (Connection ours = connect()) {
      Glance first = glance(ours, Glance.UNCOUNTED);
      assertThat(first.counters()).hasValue(Map.of("ponies", 2L));
      assertThat(glance(ours, first.rollbacks()).counters()).isPresent();
    } finally {
      server.execute("SET GLOBAL innodb_monitor_enable = 'trx_rollbacks_savepoint'");
    }
  }

  @Test
  void sessionsAreThoseOfOthersInTheSchema() throws Exception {
    try (Connection ours = connect();
        Connection theirs = connect();
        Connection elsewhere = server.connect()) {
      assertThat(elsewhere.isValid(5)).isTrue();
      assertThat(glance(ours, Glance.UNCOUNTED).sessions())
          .isEqualTo(Set.of(SessionReset.id(theirs)));
    }
  }

  private static long counter(Glance glance) {
    return Objects.requireNonNull(glance.counters().orElseThrow().get("ponies"));
  }

  private static Connection connect() throws SQLException {
    Login login = server.administrator();
    return server.connect(PLACE, login.user(), login.password());
  }

  private static Glance glance(Connection connection, long since) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return Glance.of(statement, PLACE, since, List.of());
    }
  }
}
