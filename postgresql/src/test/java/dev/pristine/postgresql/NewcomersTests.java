package dev.pristine.postgresql;

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
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that begin on a server whose connections others hold. */
final class NewcomersTests {

  private static final int NEWCOMERS = 3;
  private static final int CONNECTIONS = 3;

  @TempDir Path folder;

  @Test
  void whoeverBeginsTakesNoConnectionThatIsReserved() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (OwnServer server = OwnServer.start(Map.of("max_connections", "30"))) {
      // Not a superuser, for whom the server reserves some.
      server.execute("CREATE ROLE crowd LOGIN CREATEDB PASSWORD 'x'");
      Settings settings =
          Settings.builder()
              .server(server.address().url("postgres"))
              .credentials("crowd", "x")
              .project("crowd")
              .connections(CONNECTIONS)
              .set("pristine.acquire-timeout", "500ms")
              .build();
      List<Connection> connections = new ArrayList<>();
      try (Pristine pristine = Pristine.open(settings)) {
        List<TestDatabase> leased = leaseAll(pristine);
        int owners = pristine.status().owners().size();
        List<Future<Pristine>> newcomers = new ArrayList<>();
        for (int i = 0; i < NEWCOMERS; i++) {
          newcomers.add(threads.submit(() -> Pristine.open(settings)));
        }
        // From then on they want more than the connection that each of them has.
        Awaitility.await()
            .pollInterval(Duration.ofMillis(10))
            .until(() -> pristine.status().owners().size() == owners + NEWCOMERS);
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
        assertThat(server.log()).doesNotContain("connection slots");
        pristine.clean(true);
      }
      assertThat(connections).hasSizeGreaterThan(NEWCOMERS * CONNECTIONS);
    } finally {
      threads.shutdownNow();
    }
  }

  private List<TestDatabase> leaseAll(Pristine pristine) {
    SchemaMigration schema =
        new SchemaMigration("crowd", PostgresUnderTest.engine().schema(), folder.resolve("runs"));
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
