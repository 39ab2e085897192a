package dev.pristine.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.PristineException;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.SchemaMigration;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that begin on a server whose connections others hold. */
final class NewcomersTests {

  private static final int NEWCOMERS = 4;
  private static final int CONNECTIONS = 3;

  @TempDir Path folder;

  @Test
  void whoeverBeginsTakesNoConnectionThatIsReserved() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (TestServer server = TestServer.start("--max-connections=42")) {
      // Not an administrator, for whom the server takes one more.
      server.execute(
          "CREATE USER crowd IDENTIFIED BY 'x'",
          "GRANT ALL PRIVILEGES ON `pristine\\_%`.* TO crowd",
          "GRANT PROCESS ON *.* TO crowd");
      Settings settings =
          Settings.builder()
              .server(server.url())
              .credentials("crowd", "x")
              .project("crowd")
              .connections(CONNECTIONS)
              .set("pristine.acquire-timeout", "500ms")
              .build();
      List<Connection> connections = new ArrayList<>();
      try (Pristine pristine = Pristine.open(settings)) {
        List<TestDatabase> leased = leaseAll(pristine);
        List<Future<Pristine>> newcomers = new ArrayList<>();
        for (int i = 0; i < NEWCOMERS; i++) {
          newcomers.add(threads.submit(() -> Pristine.open(settings)));
        }
        // From then on they want more than the connection that each of them has.
        Awaitility.await()
            .pollInterval(Duration.ofMillis(10))
            .until(() -> pristine.status().owners().size() == 1 + NEWCOMERS);
        for (TestDatabase database : leased) {
          for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(database.dataSource().getConnection());
          }
        }
        for (Connection connection : connections) {
          connection.close();
        }
        leased.forEach(TestDatabase::close);
        for (Future<Pristine> newcomer : newcomers) {
          newcomer.get().close();
        }
        assertThat(server.query("SHOW GLOBAL STATUS LIKE 'Connection_errors_max_connections'"))
            .containsExactly("Connection_errors_max_connections | 0");
        pristine.clean(true);
      }
      assertThat(connections).hasSizeGreaterThan(NEWCOMERS * CONNECTIONS);
    } finally {
      threads.shutdownNow();
    }
  }

  private List<TestDatabase> leaseAll(Pristine pristine) {
    SchemaMigration schema =
        new SchemaMigration("crowd", MariadbUnderTest.SCHEMA, folder.resolve("runs"));
    List<TestDatabase> leased = new ArrayList<>();
    while (true) {
      try {
        leased.add(pristine.acquire(schema, Isolation.CLONE, "test"));
      } catch (PristineException e) {
        assertThat(e).hasMessageContaining("free");
        return leased;
      }
    }
  }
}
