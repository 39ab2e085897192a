package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.Status;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.SchemaMigration;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What PostgreSQL's copies are, and what is not ours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresDatabasesTests {

  @TempDir Path folder;

  private OwnServer server;

  @BeforeAll
  void startServer() throws IOException, SQLException {
    server = OwnServer.start(Map.of("max_prepared_transactions", "10"));
  }

  @AfterAll
  void stopServer() throws IOException, SQLException {
    server.close();
  }

  private Pristine open() {
    Settings.Builder settings = Settings.builder();
    server.settingsWith(Map.of("pristine.project", "own")).forEach(settings::set);
    return Pristine.open(settings.build());
  }

  private SchemaMigration schema(String label, String... more) {
    List<String> statements = new ArrayList<>(PostgresUnderTest.engine().schema());
    statements.addAll(List.of(more));
    return new SchemaMigration(label, statements, folder.resolve("runs"));
  }

  private static String forThisDatabase(String statement) {
    return "DO $$ BEGIN EXECUTE format('%s', current_database()); END $$"
        .formatted(statement.replace("'", "''"));
  }

  private static List<String> ask(TestDatabase database, String query) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> answers = new ArrayList<>();
      while (rows.next()) {
        answers.add(rows.getString(1));
      }
      return answers;
    }
  }

  @Test
  void aCloneIsItsTemplateInEveryRespectAlsoOfAFixtureOrFrozen() throws Exception {
    server.execute("CREATE ROLE reporting");
    server.execute("GRANT SET ON PARAMETER app.motto TO pristine_app");
    SchemaMigration migration =
        schema(
            "attributes",
            forThisDatabase("ALTER DATABASE %I SET search_path TO \"$user\", public, \"Odd, one\""),
            forThisDatabase("ALTER DATABASE %I SET lock_timeout TO '77s'"),
            forThisDatabase("ALTER DATABASE %I SET app.motto TO 'it''s \\ \"quoted\"'"),
            forThisDatabase("REVOKE ALL ON DATABASE %I FROM PUBLIC"),
            forThisDatabase("GRANT CONNECT ON DATABASE %I TO reporting"),
            forThisDatabase("ALTER DATABASE %I CONNECTION LIMIT 77"),
            forThisDatabase("COMMENT ON DATABASE %I IS 'the shop''s\nown'"));
    SchemaMigration fixture =
        new SchemaMigration("fixture", List.of(), folder.resolve("runs"), migration);
    try (Pristine pristine = open();
        TestDatabase clone = pristine.acquire(migration, Isolation.CLONE, "test");
        TestDatabase onFixture = pristine.acquire(fixture, Isolation.CLONE, "test")) {
      Migration frozen =
          pristine.freeze(pristine.acquire(migration, Isolation.CLONE, "before all"));
      try (TestDatabase ofFrozen = pristine.acquire(frozen, Isolation.CLONE, "test")) {
        for (TestDatabase database : List.of(clone, onFixture, ofFrozen)) {
          assertHasAllAttributes(database);
        }
      }
    }
  }

  private static void assertHasAllAttributes(TestDatabase database) throws SQLException {
    assertThat(ask(database, "SHOW search_path"))
        .containsExactly("\"$user\", public, \"Odd, one\"");
    assertThat(ask(database, "SHOW lock_timeout")).containsExactly("77s");
    assertThat(ask(database, "SHOW app.motto")).containsExactly("it's \\ \"quoted\"");
    assertThat(
            ask(
                database,
                "SELECT datacl::text FROM pg_database WHERE datname = current_database()"))
        .containsExactly("{pristine_app=CTc/pristine_app,reporting=c/pristine_app}");
    assertThat(
            ask(
                database,
                "SELECT datconnlimit FROM pg_database WHERE datname = current_database()"))
        .containsExactly("77");
    assertThat(
            ask(
                database,
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"))
        .containsExactly("the shop's\nown");
  }

  @Test
  void aTemplateTakesNoConnections() throws Exception {
    try (Pristine pristine = open();
        TestDatabase database = pristine.acquire(schema("closed"), Isolation.CLONE, "test")) {
      String template =
          pristine.status().databases().stream()
              .filter(entry -> entry.name().equals(database.name()))
              .map(Status.Database::template)
              .findFirst()
              .orElseThrow();
      assertThatThrownBy(
              () ->
                  server
                      .address()
                      .dataSource(template, server.endpoint().user(), server.endpoint().password())
                      .getConnection())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("is not currently accepting connections");
    }
  }

  @Test
  void emptyTablesOfATemplateAreNotVacuumed() throws Exception {
    SchemaMigration migration = schema("vacuum", "CREATE TABLE empty (id int PRIMARY KEY)");
    try (Pristine pristine = open();
        TestDatabase database = pristine.acquire(migration, Isolation.CLONE, "test")) {
      assertThat(
              ask(
                  database,
                  "SELECT relname || ' ' || reltuples FROM pg_class WHERE relname IN ('ponies', 'empty') ORDER BY 1"))
          .containsExactly("empty -1", "ponies 1");
    }
  }

  @Test
  void whatAMigrationLeavesOpenOrPreparedDoesNotKeepItsTemplateFromBeingCopied() throws Exception {
    SchemaMigration migration =
        schema(
            "prepared",
            "BEGIN",
            "INSERT INTO ponies (name) VALUES ('Prepared')",
            "PREPARE TRANSACTION 'left behind'",
            "BEGIN",
            "INSERT INTO ponies (name) VALUES ('Open')");
    try (Pristine pristine = open();
        TestDatabase database = pristine.acquire(migration, Isolation.CLONE, "test")) {
      assertThat(ask(database, "SELECT name FROM ponies")).containsExactly("Seed");
    }
  }

  @Test
  void whatATestLeavesPreparedDoesNotKeepItsDatabaseFromBeingDropped() throws Exception {
    try (Pristine pristine = open()) {
      try (TestDatabase database =
              pristine.acquire(schema("test prepares"), Isolation.CLONE, "test");
          Connection connection = database.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("BEGIN");
        statement.execute("INSERT INTO ponies (name) VALUES ('Prepared')");
        statement.execute("PREPARE TRANSACTION 'of a test'");
      }
    }
    try (Pristine pristine = open()) {
      assertThat(pristine.status().databases())
          .extracting(Status.Database::kind)
          .containsOnly(Status.Kind.TEMPLATE);
    }
  }

  @Test
  void databasesThatWeDidNotMakeAreNeverTouched() throws Exception {
    server.execute("CREATE DATABASE pristine_c_shop_0123456789abcdef_deadbeef_1");
    server.execute("CREATE ROLE stranger");
    server.execute("ALTER DATABASE pristine_c_shop_0123456789abcdef_deadbeef_1 OWNER TO stranger");
    server.execute("CREATE DATABASE pristine_shop");
    try (Pristine pristine = open()) {
      pristine.clean(true);
      assertThat(pristine.status().databases())
          .extracting(Status.Database::name)
          .doesNotContain("pristine_c_shop_0123456789abcdef_deadbeef_1", "pristine_shop");
    }
    server.execute("DROP DATABASE pristine_c_shop_0123456789abcdef_deadbeef_1");
    server.execute("DROP DATABASE pristine_shop");
  }
}
