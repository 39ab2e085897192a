package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pristine.embedded.Endpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The one session in which the log is read. */
final class LogReaderTests {

  private static final String OURS =
      "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'pristine readers %'";

  @Test
  void whoeverLooksAfterwardsOpensNoSessionThatNobodyCloses() throws Exception {
    try (OwnServer server = OwnServer.start(Map.of());
        Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      Endpoint endpoint = server.endpoint();
      Capabilities capabilities = Capabilities.of(statement);
      LogDialect dialect = LogDialect.of(capabilities.major());
      String schema = RewindRights.of(statement, capabilities, dialect).schema();
      try (Sessions sessions =
          new Sessions(
              server.address(), new Login(endpoint.user(), endpoint.password()), "readers")) {
        LogReader reader =
            new LogReader(sessions, dialect, schema, new Costs(new CloneStrategy(false)));
        reader.follow(1);
        assertThat(sessions(statement)).isEqualTo(1);
        reader.close();
        assertThatThrownBy(() -> reader.look(1))
            .isInstanceOf(SQLException.class)
            .hasMessage("The server's log is no longer read: we have left the server");
        assertThatThrownBy(() -> reader.follow(2)).isInstanceOf(SQLException.class);
        // The server ends a session a moment after its client has left.
        await().untilAsserted(() -> assertThat(sessions(statement)).isZero());
      }
    }
  }

  private static long sessions(Statement statement) throws SQLException {
    return Sessions.query(statement, OURS, row -> row.getLong(1)).get(0);
  }
}
