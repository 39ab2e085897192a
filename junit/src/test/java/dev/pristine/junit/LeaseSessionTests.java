package dev.pristine.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import dev.pristine.leases.Lease;
import dev.pristine.leases.LeaseLostException;
import dev.pristine.leases.Pool;
import dev.pristine.leases.Source;
import dev.pristine.migrations.Migrations;
import java.net.URLEncoder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** A store on a server whose sessions end in the middle of a run. */
@ExtendWith(ServerStaysUp.class)
class LeaseSessionTests {

  private static final String STORE = "dev.pristine.leases.store";

  static final class CountedPools implements PoolProvider {
    static final AtomicInteger ASKED = new AtomicInteger();

    @Override
    public List<Pool> pools() {
      return List.of(Pool.of("mailboxes", Source.named("inbox " + ASKED.incrementAndGet())));
    }
  }

  @LeasePools(CountedPools.class)
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  static class LosesTheSession {
    @Test
    @Order(1)
    void loses(@Leased("mailboxes") Lease mailbox) throws SQLException {
      endSessions();
      await()
          .ignoreExceptions()
          .untilAsserted(
              () -> assertThatThrownBy(mailbox::check).isInstanceOf(LeaseLostException.class));
    }

    @Test
    @Order(2)
    void next(@Leased("mailboxes") Lease mailbox) {
      assertThat(mailbox.resource().name()).isEqualTo("inbox 1");
    }
  }

  @Test
  void theNextTestLeasesByAnotherSession() throws SQLException {
    Settings settings = Settings.load();
    CountedPools.ASKED.set(0);
    try (Pristine pristine = Pristine.open(settings);
        TestDatabase database =
            pristine.acquire(
                Migrations.at(settings.migrations()), Isolation.CLONE, "a lease store")) {
      Run run = Run.of(LosesTheSession.class).with(STORE, url(database)).execute();

      assertThat(run.failure()).rootCause().isInstanceOf(LeaseLostException.class);
      assertThat(run.succeededTests()).isEqualTo(1);
    }
  }

  /** Ends all sessions of the store, as a server does that is started anew. */
  private static void endSessions() throws SQLException {
    try (Connection connection = DriverManager.getConnection(System.getProperty(STORE, ""));
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND application_name = 'pristine-leases'");
    }
  }

  private static String url(TestDatabase database) {
    return database.jdbcUrl()
        + (database.jdbcUrl().contains("?") ? "&" : "?")
        + "user="
        + URLEncoder.encode(database.user(), UTF_8)
        + "&password="
        + URLEncoder.encode(database.password(), UTF_8);
  }
}
