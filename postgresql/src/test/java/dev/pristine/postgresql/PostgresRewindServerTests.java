package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.ServerException;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

/** Servers that Pristine did not start: restarted, crashed, old, and stingy with rights. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class PostgresRewindServerTests {

  private static final int ROUNDS = 5;
  private static final String CREATOR = "creator";

  /** How a copy looks that nobody touched, by the settings that lead to it. */
  private final Map<String, DatabaseDump> untouched = new HashMap<>();

  private ServerByHand server;

  @BeforeAll
  void startServer() throws IOException, SQLException {
    server = ServerByHand.start(Map.of("max_prepared_transactions", "10"));
  }

  @AfterAll
  void stopServer() throws IOException, SQLException {
    server.close();
  }

  @Test
  void transactionNumbersOfMoreThan32BitsAreUnderstood() throws Exception {
    server.restartAtEpoch(1);
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      long next =
          Sessions.query(
                  statement,
                  "SELECT pg_snapshot_xmax(pg_current_snapshot())",
                  row -> row.getLong(1))
              .get(0);
      assertThat(next).isGreaterThan(1L << 32).isLessThan(2L << 32);
    }
    try (Pristine pristine = Pristine.open(oneCopy().build())) {
      assertThat(databases(pristine)).hasSize(1);
    }
  }

  @Test
  void aServerThatIsRestartedIsFollowedByACleanTestOrAClearError() throws Exception {
    interrupted(test -> server.restart());
  }

  @Test
  void aServerThatCrashesIsFollowedByACleanTestOrAClearError() throws Exception {
    interrupted(test -> server.crash());
  }

  @Test
  void aServerThatRecoversFromAKilledBackendIsFollowedByACleanTestOrAClearError() throws Exception {
    interrupted(
        test -> {
          Connection connection =
              DriverManager.getConnection(test.jdbcUrl(), test.user(), test.password());
          int pid = connection.unwrap(PGConnection.class).getBackendPID();
          ProcessHandle.of(pid).orElseThrow().destroyForcibly();
          await().until(() -> !connection.isValid(1));
          await().ignoreExceptions().until(() -> server.connect("postgres").isValid(1));
        });
  }

  /** What happens while a test runs. */
  private interface Interruption {
    void of(TestDatabase test) throws Exception;
  }

  private void interrupted(Interruption interruption) throws Exception {
    try (Pristine pristine = Pristine.open(oneCopy().build())) {
      try (TestDatabase database = acquire(pristine, "is cut off")) {
        assertClean(database);
        change(database, "DELETE FROM stables", "INSERT INTO visits (who) VALUES ('Me')");
        interruption.of(database);
        // A crash empties unlogged tables, so that the template is built anew.
        untouched.clear();
      }
      try (TestDatabase next = acquire(pristine, "next")) {
        assertClean(next);
      } catch (ServerException e) {
        assertThat(e)
            .hasMessageMatching(
                "(?s)(Cannot acquire a database for \\[next\\] on the server"
                    + "|The connection that holds this process's owner lock on the server) \\[.*");
      }
    }
    untouched.clear();
    try (Pristine pristine = Pristine.open(oneCopy().build())) {
      assertThat(databases(pristine)).hasSize(1);
    }
  }

  @Test
  void aRoleThatMayOnlyCreateDatabasesGetsClonesUntilItIsGrantedMore() throws Exception {
    server.execute("CREATE ROLE creator LOGIN CREATEDB PASSWORD 'x'");
    Settings settings = oneCopy().credentials(CREATOR, "x").build();
    List<String> grants;
    try (Pristine pristine = Pristine.open(settings)) {
      assertThat(databases(pristine)).hasSize(ROUNDS);
      grants = pristine.status().rewind().remedy();
      assertThat(grants).anySatisfy(grant -> assertThat(grant).contains("GRANT", CREATOR));
    }
    for (String grant : grants) {
      server.execute(grant);
    }
    try (Pristine pristine = Pristine.open(settings)) {
      assertThat(pristine.status().rewind().possible()).isTrue();
      assertThat(databases(pristine)).hasSize(1);
      pristine.clean(true);
    }
  }

  private Settings.Builder oneCopy() {
    return server.settings().set("pristine.clones", "1").set("pristine.acquire-timeout", "30s");
  }

  /** Runs a few tests one after the other, each of which must be clean; tells their databases. */
  private Set<String> databases(Pristine pristine) throws SQLException {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < ROUNDS; i++) {
      try (TestDatabase database = acquire(pristine, "test " + i)) {
        names.add(database.name());
        assertClean(database);
        change(
            database,
            "INSERT INTO ponies (stable, name) VALUES (1, 'New')",
            "UPDATE ponies SET name = name || '!' WHERE id < 4",
            "DELETE FROM stables WHERE id = 2",
            "DELETE FROM notes",
            "SELECT nextval('numbers')");
      }
    }
    return names;
  }

  private static TestDatabase acquire(Pristine pristine, String holder) {
    return pristine.acquire(Fixture.PLAIN, Isolation.REWIND, holder);
  }

  private static void change(TestDatabase database, String... statements) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      Actor.run(connection, statements);
    }
  }

  private void assertClean(TestDatabase database) throws SQLException {
    try (Connection superuser = server.connect(database.name())) {
      assertThat(untouched(database.user()).differences(superuser)).isEqualTo(List.of());
    }
  }

  private DatabaseDump untouched(String user) throws SQLException {
    DatabaseDump dump = untouched.get(user);
    if (dump == null) {
      Settings settings =
          user.equals(CREATOR) ? oneCopy().credentials(CREATOR, "x").build() : oneCopy().build();
      try (Pristine other = Pristine.open(settings);
          TestDatabase clone = other.acquire(Fixture.PLAIN, Isolation.CLONE, "untouched");
          Connection superuser = server.connect(clone.name())) {
        dump = DatabaseDump.of(superuser);
      }
      untouched.put(user, dump);
    }
    return dump;
  }
}
