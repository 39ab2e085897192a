package dev.pristine.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.Changes;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.ForkedJvm;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several connections of one test: side by side, left open, and opened by the URL. */
final class OneTestsConnectionsTests {

  private static final int THREADS = 4;
  private static final int TIMES = 50;

  @TempDir Path folder;
  private RewindStage stage;

  @BeforeEach
  void openStage() {
    stage = RewindStage.open(folder, Map.of("pristine.connections", "" + THREADS));
  }

  @AfterEach
  void closeStage() {
    stage.close();
  }

  @Test
  void threadsThatReadAndThenWriteDoNotFindTheDatabaseLocked() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try (TestDatabase database = stage.acquire("threads")) {
      List<Future<?>> futures = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        boolean byUrl = thread % 2 == 0;
        futures.add(executor.submit(() -> countUp(database, byUrl)));
      }
      for (Future<?> future : futures) {
        future.get(60, TimeUnit.SECONDS);
      }
      try (Connection connection = database.dataSource().getConnection()) {
        assertThat(text(connection, "SELECT n FROM child WHERE id = 1"))
            .isEqualTo("" + (10 + THREADS * TIMES));
      }
    } finally {
      executor.shutdownNow();
    }
  }

  /** Reads a number and writes it back, one more, in one transaction; and again. */
  private static boolean countUp(TestDatabase database, boolean byUrl) throws SQLException {
    try (Connection connection =
            byUrl
                ? DriverManager.getConnection(database.jdbcUrl())
                : database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < TIMES; i++) {
        connection.setAutoCommit(false);
        int n = Integer.parseInt(text(connection, "SELECT n FROM child WHERE id = 1"));
        statement.execute("UPDATE child SET n = %d WHERE id = 1".formatted(n + 1));
        connection.commit();
        connection.setAutoCommit(true);
      }
    }
    return true;
  }

  @Test
  void aReaderSeesTheOldWhileAWriterHasNotCommitted() throws SQLException {
    try (TestDatabase database = stage.acquire("reader");
        Connection writer = database.dataSource().getConnection();
        Connection reader = database.dataSource().getConnection();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("UPDATE child SET n = 11 WHERE id = 1");
      assertThat(text(reader, "SELECT n FROM child WHERE id = 1")).isEqualTo("10");
      writer.commit();
      assertThat(text(reader, "SELECT n FROM child WHERE id = 1")).isEqualTo("11");
      writer.setAutoCommit(true);
    }
  }

  @Test
  void aConnectionThatWasOpenedByTheUrlAndClosedDoesNotCostTheDatabase() throws SQLException {
    String name;
    try (TestDatabase database = stage.acquire("test");
        Connection own = DriverManager.getConnection(database.jdbcUrl());
        Statement statement = own.createStatement()) {
      statement.execute("DELETE FROM child");
      name = database.name();
    }
    try (TestDatabase next = stage.acquire("next")) {
      assertThat(next.name()).isEqualTo(name);
    }
  }

  @Test
  void aConnectionThatStaysOpenIsPartedFromTheNextTest() throws SQLException {
    Connection own;
    String name;
    try (TestDatabase database = stage.acquire("test")) {
      // It has read nothing but what the URL has the driver read.
      own = DriverManager.getConnection(database.jdbcUrl());
      name = database.name();
    }
    try (TestDatabase next = stage.acquire("next")) {
      assertThat(next.name()).isNotEqualTo(name);
      assertThatThrownBy(() -> text(own, "SELECT n FROM child"))
          .hasMessageContaining("no such table: child");
      own.close();
    }
  }

  @Test
  void aConnectionOfAnotherProcessIsPartedFromTheNextTest() throws Exception {
    TestDatabase database = stage.acquire("test");
    try (ForkedJvm other = ForkedJvm.start(Other.class, Map.of(), List.of(database.jdbcUrl()))) {
      other.await("connected");
      database.close();
      try (TestDatabase next = stage.acquire("next")) {
        assertThat(next.name()).isNotEqualTo(database.name());
        other.finish();
        assertThat(RewindStage.dump(next)).isEqualTo(stage.untouched());
      }
    }
  }

  /** A process that connects, waits, and ends in order if it cannot write. */
  static final class Other {
    private Other() {}

    public static void main(String[] arguments) throws Exception {
      try (Connection connection = DriverManager.getConnection(arguments[0]);
          Statement statement = connection.createStatement()) {
        System.out.println("connected");
        if (System.in.read() < 0) {
          System.out.println("told nothing");
        }
        statement.execute("DELETE FROM child");
        System.out.println("wrote");
      } catch (SQLException e) {
        System.out.println("ended " + e.getMessage());
      }
    }
  }

  @Test
  void changesAreTold() throws SQLException {
    try (TestDatabase database = stage.acquire("test")) {
      assertThat(database.changes().isEmpty()).isTrue();
      try (Connection connection = database.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("INSERT INTO parent (name) VALUES ('Dan')");
        statement.execute("UPDATE child SET n = 11 WHERE id = 1");
        statement.execute("UPDATE child SET n = n + 0.0 WHERE id = 2");
        statement.execute("DELETE FROM child WHERE id = 3");
        statement.execute("UPDATE keyed SET c = x'01' WHERE b = 2");
        statement.execute("UPDATE parent SET name = 'ANN' WHERE id = 1");
        statement.execute("CREATE TABLE extra (x)");
        statement.execute("DROP VIEW names");
        statement.execute("PRAGMA user_version = 8");
      }
      Changes changes = database.changes();
      assertThat(changes.toString().lines())
          .containsExactly(
              "child: 0 inserted, 2 updated, 1 deleted",
              "  ~ (1, 1, 10) -> (1, 1, 11)",
              "  ~ (2, 1, 20) -> (2, 1, 20.0)",
              "  - (3, 2, 30)",
              "keyed: 0 inserted, 1 updated, 0 deleted",
              "  ~ ('k', 2, NULL) -> ('k', 2, X'01')",
              "log: 1 inserted, 0 updated, 0 deleted",
              "  + ('Dan')",
              "parent: 1 inserted, 1 updated, 0 deleted",
              "  + (4, 'Dan')",
              "  ~ (1, 'Ann') -> (1, 'ANN')",
              "parent: 3 -> 4",
              "PRAGMA user_version: 7 -> 8",
              "table extra: created",
              "view names: dropped");
    }
    try (TestDatabase next = stage.acquire("next")) {
      assertThat(next.changes().isEmpty()).isTrue();
    }
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
