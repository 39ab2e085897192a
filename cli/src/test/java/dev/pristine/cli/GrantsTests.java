package dev.pristine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a role that is no superuser must be given, and that it suffices. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrantsTests {

  private final LentServer server = LentServer.start();

  @AfterAll
  void endTheServer() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"creator, CREATEDB", "maker, CREATEDB CREATEROLE"})
  void afterRunningWhatIsPrintedDatabasesAreRewound(String role, String rights) throws Exception {
    server.execute("CREATE ROLE %s LOGIN %s PASSWORD 'geheim'".formatted(role, rights));
    server.execute("DROP EXTENSION IF EXISTS pg_walinspect");
    CommandLineProcess pristine = server.as(role, "geheim");

    Ran before = pristine.run("grants");
    List<String> statements = statements(pristine.run("grants", "--json"));
    // A client takes the lines as they are printed, its comments included.
    server.execute(before.out());
    Ran after = pristine.run("grants");

    assertThat(before.exitCode()).isZero();
    assertThat(before.err()).isEmpty();
    assertThat(before.out())
        .isEqualTo(
            """
            -- To have databases rewound on %s,
            -- run this there as a superuser, in the database postgres:
            CREATE EXTENSION IF NOT EXISTS pg_walinspect;
            GRANT EXECUTE ON FUNCTION pg_get_wal_block_info(pg_lsn, pg_lsn, boolean) TO "%s";
            GRANT SET ON PARAMETER session_replication_role TO "%s";
            """
                .formatted(server.url(), role, role));
    assertThat(statements).hasSize(3).first().asString().doesNotContain(";", "--");
    assertThat(after)
        .isEqualTo(
            new Ran(
                0,
                "-- Nothing is missing on %s: databases are rewound there.\n"
                    .formatted(server.url()),
                ""));
    List<String> databases = threeLeasesOfOneClone(role);
    assertThat(databases).hasSize(3).containsOnly(databases.get(0));
  }

  @Test
  void whereNoGrantWouldHelpThatIsSaid() throws Exception {
    server.execute("CREATE ROLE lonely LOGIN CREATEDB PASSWORD 'geheim'");
    server.execute("DROP EXTENSION IF EXISTS pg_walinspect");
    CommandLineProcess pristine = server.as("lonely", "geheim");
    Ran people;
    JsonNode machines;
    try (LentServer.GivenBack extension = server.without("pg_walinspect")) {
      people = pristine.run("grants");
      machines = new ObjectMapper().readTree(pristine.run("grants", "--json").out());
    }
    String obstacle =
        "the extension pg_walinspect is not installed on the server's machine (it comes with"
            + " PostgreSQL; some systems have it in a package of its own, such as"
            + " postgresql-contrib)";
    assertThat(people)
        .isEqualTo(
            new Ran(
                0,
                """
                -- Databases cannot be rewound on %s:
                -- %s.
                -- No grant changes that. Each test gets a new copy instead.
                """
                    .formatted(server.url(), obstacle),
                ""));
    assertThat(machines.path("rewinds").asBoolean(true)).isFalse();
    assertThat(machines.path("obstacle").textValue()).isEqualTo(obstacle);
    assertThat(machines.path("statements")).isEmpty();
  }

  /** Each finds an empty table and fills it; the same clone comes again only if it was rewound. */
  private List<String> threeLeasesOfOneClone(String role) throws SQLException {
    Settings settings =
        Settings.builder()
            .server(server.url())
            .credentials(role, "geheim")
            .project("borrower")
            .set("pristine.clones", "1")
            .build();
    List<String> names = new ArrayList<>();
    try (Pristine pristine = Pristine.open(settings)) {
      for (int i = 0; i < 3; i++) {
        try (TestDatabase database =
                pristine.acquire(new Holder.OneTable(), Isolation.REWIND, "lease " + i);
            Connection connection = database.dataSource().getConnection();
            Statement statement = connection.createStatement()) {
          try (ResultSet row = statement.executeQuery("SELECT count(*) FROM stables")) {
            row.next();
            assertThat(row.getInt(1)).isZero();
          }
          statement.execute("INSERT INTO stables VALUES ('east'), ('west')");
          names.add(database.name());
        }
      }
    }
    return names;
  }

  private static List<String> statements(Ran ran) throws IOException {
    List<String> statements = new ArrayList<>();
    for (JsonNode each : new ObjectMapper().readTree(ran.out()).path("statements")) {
      statements.add(each.textValue());
    }
    return statements;
  }
}
