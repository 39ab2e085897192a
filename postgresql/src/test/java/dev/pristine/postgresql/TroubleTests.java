package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.ServerException;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.SchemaMigration;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What people are told when a server cannot do what it should. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TroubleTests {

  private static final String ADVICE_OF_08 = "Is the server running, and is pristine.server right?";

  @TempDir Path folder;

  private OwnServer server;

  @BeforeAll
  void startServer() throws IOException, SQLException {
    server = OwnServer.start(Map.of());
  }

  @AfterAll
  void stopServer() throws IOException, SQLException {
    server.close();
  }

  private Settings settings(String user, String password) {
    return Settings.builder()
        .server(server.address().url("postgres"))
        .credentials(user, password)
        .project("trouble")
        .build();
  }

  private Settings asAdministrator() {
    return settings(server.endpoint().user(), server.endpoint().password());
  }

  private SchemaMigration schema(String label) {
    return new SchemaMigration(label, PostgresUnderTest.engine().schema(), folder.resolve("runs"));
  }

  @Test
  void anUnreachableServerIsNamed() {
    Settings settings =
        Settings.builder()
            .server("jdbc:postgresql://127.0.0.1:1/postgres?password=tops3cret")
            .set("pristine.user", "postgres")
            .build();
    assertThatThrownBy(() -> Pristine.open(settings))
        .isInstanceOf(ServerException.class)
        .hasMessage(
            "Cannot open a session on the server [jdbc:postgresql://127.0.0.1:1/postgres?password=…]:"
                + " Connection to 127.0.0.1:1 refused. Check that the hostname and port are correct and"
                + " that the postmaster is accepting TCP/IP connections (SQLState 08001). "
                + ADVICE_OF_08);
  }

  @Test
  void aUrlThatTheDriverDoesNotUnderstandIsRefused() {
    Settings settings = Settings.builder().server("jdbc:postgresql://host:port/db").build();
    assertThatThrownBy(() -> Pristine.open(settings))
        .isInstanceOf(ServerException.class)
        .hasMessage(
            "Cannot open a session on the server [jdbc:postgresql://host:port/db]: Not a URL that the"
                + " PostgreSQL driver understands: write jdbc:postgresql://host:port/postgres"
                + " (SQLState 08001). "
                + ADVICE_OF_08);
  }

  @Test
  void aMissingUserIsAskedFor() {
    Settings settings = Settings.builder().server(server.address().url("postgres")).build();
    assertThatThrownBy(() -> Pristine.open(settings))
        .isInstanceOf(ServerException.class)
        .hasMessage(
            "Cannot open a session on the server [%s]: No user is set: write pristine.user, or user= into the URL (SQLState 28000). Check pristine.user and pristine.password."
                .formatted(server.address().url("postgres")));
  }

  @Test
  void aWrongPasswordIsToldWithoutThePassword() {
    assertThatThrownBy(() -> Pristine.open(settings("postgres", "tops3cret")))
        .isInstanceOf(ServerException.class)
        .hasMessage(
            "Cannot open a session on the server [%s]: FATAL: password authentication failed for user \"postgres\" (SQLState 28P01). Check pristine.user and pristine.password."
                .formatted(server.address().url("postgres")));
  }

  @Test
  void aRoleThatMayNotCreateDatabasesIsToldWhatItLacks() throws SQLException {
    server.execute("CREATE ROLE \"no rights\" LOGIN PASSWORD 'x'");
    assertThatThrownBy(() -> Pristine.open(settings("no rights", "x")))
        .isInstanceOf(ServerException.class)
        .hasMessage(
            "Cannot open a session on the server [%s]: The role [no rights] may not create databases. As a superuser, run: ALTER ROLE \"no rights\" CREATEDB (SQLState 42501). The user of pristine.user lacks a right that it needs; the message names it."
                .formatted(server.address().url("postgres")));
  }

  @Test
  void aRoleThatMayOnlyCreateDatabasesWorksAndIsToldWhatItWouldGain() throws Exception {
    server.execute("CREATE ROLE creator LOGIN CREATEDB PASSWORD 'x'");
    try (Pristine pristine = Pristine.open(settings("creator", "x"));
        TestDatabase database = pristine.acquire(schema("creator"), Isolation.CLONE, "test");
        Connection connection = database.dataSource().getConnection()) {
      assertThat(connection.getMetaData().getUserName()).isEqualTo("creator");
      assertThat(pristine.status().advice())
          .containsExactly(
              "the role [creator] may not create roles, so migrations and tests connect as it too; to give"
                  + " them a role of their own, run as a superuser: ALTER ROLE \"creator\" CREATEROLE");
      pristine.clean(true);
    }
  }

  @Test
  void aRoleThatMayCreateRolesGivesTestsOneOfTheirOwn() throws Exception {
    server.execute("CREATE ROLE maker LOGIN CREATEDB CREATEROLE PASSWORD 'x'");
    for (int run = 0; run < 2; run++) {
      try (Pristine pristine = Pristine.open(settings("maker", "x"));
          TestDatabase database = pristine.acquire(schema("maker"), Isolation.CLONE, "test");
          Connection connection = database.dataSource().getConnection()) {
        assertThat(connection.getMetaData().getUserName()).startsWith("pristine_app_");
        assertThat(pristine.status().advice()).isEmpty();
      }
    }
  }

  @Test
  void testsAreNoSuperusersUnlessTheAdministratorIsAskedFor() throws Exception {
    for (String role : new String[] {"test", "admin"}) {
      Settings settings = asAdministrator().toBuilder().set("pristine.role", role).build();
      try (Pristine pristine = Pristine.open(settings);
          TestDatabase database = pristine.acquire(schema("role"), Isolation.CLONE, "test")) {
        try (Connection connection = database.dataSource().getConnection();
            var rows =
                connection
                    .createStatement()
                    .executeQuery("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")) {
          rows.next();
          assertThat(rows.getBoolean(1)).isEqualTo(role.equals("admin"));
        }
      }
    }
  }

  @Test
  void noStatementThatTheServerLogsHoldsAPassword() throws Exception {
    server.execute("ALTER SYSTEM SET log_statement = 'all'");
    server.execute("SELECT pg_reload_conf()");
    server.execute("CREATE ROLE quiet SUPERUSER LOGIN PASSWORD 'x'");
    String password;
    try (Pristine pristine = Pristine.open(settings("quiet", "x"));
        TestDatabase database = pristine.acquire(schema("quiet"), Isolation.CLONE, "test")) {
      password = database.password();
      assertThat(database.toString()).doesNotContain(password);
      assertThat(pristine.status().toString()).doesNotContain(password);
    } finally {
      server.execute("ALTER SYSTEM RESET log_statement");
      server.execute("SELECT pg_reload_conf()");
    }
    assertThat(password).hasSizeGreaterThan(20);
    assertThat(server.log()).contains("CREATE ROLE").doesNotContain(password);
  }

  @Test
  void leasesFailLoudlyWhenTheOwnersConnectionIsLost() throws Exception {
    try (Pristine pristine = Pristine.open(asAdministrator());
        TestDatabase database = pristine.acquire(schema("lost"), Isolation.CLONE, "test")) {
      server.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = %d AND objid::bigint = x'%s'::bigint"
              .formatted(LockKey.OWNER, ownerOf(database.name())));
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> database.dataSource().getConnection().close())
                      .isInstanceOf(SQLException.class)
                      .hasMessageContaining(
                          "is not available: The connection that holds this process's owner lock"));
      assertThatThrownBy(() -> pristine.acquire(schema("lost"), Isolation.CLONE, "next"))
          .isInstanceOf(ServerException.class)
          .hasMessageStartingWith(
              "The connection that holds this process's owner lock on the server [%s] was lost ("
                  .formatted(server.address().url("postgres")))
          .hasMessageEndingWith("Was the server stopped, or the session terminated?");
    }
  }

  @Test
  void aLeaseLargerThanTheServerIsRefusedAtOnce() {
    Settings settings = asAdministrator().toBuilder().connections(250).build();
    try (Pristine pristine = Pristine.open(settings)) {
      assertThatThrownBy(() -> pristine.acquire(schema("large"), Isolation.CLONE, "test"))
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("A lease of 250 connections can never be had: limit 200, less 3")
          .hasMessageContaining("Lower pristine.connections or raise max_connections");
    }
  }

  private static String ownerOf(String database) {
    return database.split("_")[4];
  }
}
