package dev.pristine.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Factories on a server. */
final class PostgresFactoryTests extends FactoryContract {

  private static final String OURS =
      " FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'pristine-leases'";

  @Override
  Place newPlace() {
    return TestServer.place();
  }

  @Test
  void whoLosesItsSessionsWhileSomethingLiesReadyClosesNevertheless() throws SQLException {
    Leases leases = open().define(Pool.made("users", new Users(), 1, NOW).withAhead(1));
    await().atMost(LONG).until(() -> ready(leases) == 1);
    try (Connection connection = DriverManager.getConnection(place);
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_terminate_backend(pid)" + OURS);
      assertThatThrownBy(leases::close).isInstanceOf(LeaseException.class);
      await()
          .atMost(LONG)
          .until(
              () -> {
                try (ResultSet row = statement.executeQuery("SELECT count(*)" + OURS)) {
                  return row.next() && row.getLong(1) == 0;
                }
              });
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("pristine-leases-keeper");
  }
}
