package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Templates that end, or are built again, while copies of them are about. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class PostgresTemplateEndTests {

  private static final Fixture SMALL =
      new Fixture(
          "small",
          List.of("CREATE TABLE notes (note text)", "CREATE TABLE stables (id int, name text)"));

  private ServerByHand server;

  @BeforeAll
  void startServer() throws IOException, SQLException {
    server = ServerByHand.start(Map.of());
  }

  @AfterAll
  void stopServer() throws IOException, SQLException {
    server.close();
  }

  @Test
  void aSpareCopyOfATemplateThatEndedIsNobodysCleanDatabase() throws Exception {
    Settings settings = server.settings().connections(2).build();
    try (Pristine early = Pristine.open(settings)) {
      early.prepare(SMALL, 1);
    }
    try (Pristine pristine = Pristine.open(settings)) {
      pristine.clean(false);
      Settings few = settings.toBuilder().set("pristine.templates", "1").build();
      try (Pristine other = Pristine.open(few)) {
        other.prepare(Fixture.PLAIN, 0);
      }
      for (int i = 0; i < 6; i++) {
        try (TestDatabase database = pristine.acquire(SMALL, Isolation.REWIND, "test " + i);
            Connection connection = database.dataSource().getConnection();
            Statement statement = connection.createStatement()) {
          assertThat(count(statement, "notes") + count(statement, "stables")).isZero();
          statement.execute("INSERT INTO notes VALUES ('dirty')");
          statement.execute("INSERT INTO stables VALUES (1, 'dirty')");
        }
      }
      pristine.clean(true);
    }
  }

  private static long count(Statement statement, String table) throws SQLException {
    return Sessions.query(statement, "SELECT count(*) FROM " + table, row -> row.getLong(1)).get(0);
  }
}
