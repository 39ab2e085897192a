package dev.pristine.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.ServerException;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.SchemaMigration;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
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

  private TestServer server;

  /** Its own: accounts and the registry are the whole server's. */
  @BeforeAll
  void startServer() throws Exception {
    server = TestServer.start("--max-connections=60", "--skip-log-bin");
  }

  @AfterAll
  void stopServer() throws Exception {
    server.close();
  }

  private Settings settings(String user, String password) {
    return Settings.builder()
        .server(server.url())
        .credentials(user, password)
        .project("trouble")
        .build();
  }

  private Settings asAdministrator() {
    return settings(server.administrator().user(), server.administrator().password());
  }

  private SchemaMigration schema(String label) {
    return new SchemaMigration(label, MariadbUnderTest.SCHEMA, folder.resolve("runs"));
  }

  @Test
  void anUnreachableServerIsNamed() {
    Settings settings =
        Settings.builder()
            .server("jdbc:mariadb://127.0.0.1:1/?password=tops3cret")
            .set("pristine.user", "root")
            .build();
    assertThatThrownBy(() -> Pristine.open(settings))
        .isInstanceOf(ServerException.class)
        .hasMessageStartingWith(
            "Cannot open a session on the server [jdbc:mariadb://127.0.0.1:1/?password=…]: ")
        .hasMessageEndingWith(ADVICE_OF_08)
        .hasMessageNotContaining("tops3cret");
  }

  @Test
  void aUrlThatTheDriverDoesNotUnderstandIsRefused() {
    Settings settings = Settings.builder().server("jdbc:mariadb:replication://a,b/c").build();
    assertThatThrownBy(() -> Pristine.open(settings))
        .isInstanceOf(ServerException.class)
        .hasMessage(
            "Cannot open a session on the server [jdbc:mariadb:replication://a,b/c]: Not a URL of one server: write jdbc:mariadb://host:port/, without a mode such as replication: (SQLState 08001). "
                + ADVICE_OF_08);
  }

  @Test
  void aMissingUserIsAskedFor() {
    Settings settings = Settings.builder().server(server.url()).build();
    assertThatThrownBy(() -> Pristine.open(settings))
        .isInstanceOf(ServerException.class)
        .hasMessage(
            "Cannot open a session on the server [%s]: No user is set: write pristine.user, or user= into the URL (SQLState 28000). Check pristine.user and pristine.password."
                .formatted(server.url()));
  }

  @Test
  void aWrongPasswordIsToldWithoutThePassword() {
    assertThatThrownBy(() -> Pristine.open(settings("admin", "tops3cret")))
        .isInstanceOf(ServerException.class)
        .hasMessageStartingWith(
            "Cannot open a session on the server [%s]: ".formatted(server.url()))
        .hasMessageContaining("Access denied for user 'admin'@'127.0.0.1'")
        .hasMessageEndingWith("(SQLState 28000). Check pristine.user and pristine.password.")
        .hasMessageNotContaining("tops3cret");
  }

  @Test
  void anAccountThatMayNotCreateDatabasesIsToldWhatItLacks() throws SQLException {
    server.execute(
        "DROP DATABASE IF EXISTS pristine_registry", "CREATE USER powerless IDENTIFIED BY 'x'");
    assertThatThrownBy(() -> Pristine.open(settings("powerless", "x")))
        .isInstanceOf(ServerException.class)
        .hasMessage(
            "Cannot open a session on the server [%s]: The account 'powerless'@'%%' may not create databases. As root, run: GRANT ALL PRIVILEGES ON `pristine\\_%%`.* TO 'powerless'@'%%' (SQLState 42501). The user of pristine.user lacks a right that it needs; the message names it."
                .formatted(server.url()));
  }

  @Test
  void anAccountThatMayOnlyCreateOurDatabasesWorksAndIsToldWhatItWouldGain() throws Exception {
    server.execute(
        "CREATE USER creator IDENTIFIED BY 'x'",
        "GRANT ALL PRIVILEGES ON `pristine\\_%`.* TO creator");
    try (Pristine pristine = Pristine.open(settings("creator", "x"));
        TestDatabase database = pristine.acquire(schema("creator"), Isolation.CLONE, "test")) {
      assertThat(database.user()).isEqualTo("creator");
      assertThat(pristine.status().advice())
          .containsExactly(
              "the account 'creator'@'%' may not create accounts, see and end their sessions, and set definers, so migrations and tests connect as it too; to give them an account of their own, run as root: GRANT ALL PRIVILEGES ON *.* TO 'creator'@'%' WITH GRANT OPTION");
      pristine.clean(true);
    }
  }

  @Test
  void testsHaveAnAccountOfTheirOwnUnlessTheAdministratorIsAskedFor() throws Exception {
    for (String role : new String[] {"test", "admin"}) {
      Settings settings = asAdministrator().toBuilder().set("pristine.role", role).build();
      try (Pristine pristine = Pristine.open(settings);
          TestDatabase database = pristine.acquire(schema("role"), Isolation.CLONE, "test")) {
        assertThat(database.user()).isEqualTo(role.equals("admin") ? "admin" : "pristine_app");
        assertThat(pristine.status().advice()).isEmpty();
      }
    }
  }

  @Test
  void noStatementThatTheServerLogsHoldsAPassword() throws Exception {
    server.execute(
        "DROP DATABASE IF EXISTS pristine_registry",
        "DROP USER IF EXISTS pristine_app",
        "SET GLOBAL log_output = 'TABLE'",
        "SET GLOBAL general_log = 1");
    String password;
    try (Pristine pristine = Pristine.open(asAdministrator());
        TestDatabase database = pristine.acquire(schema("quiet"), Isolation.CLONE, "test")) {
      password = database.password();
      assertThat(database.toString()).doesNotContain(password);
      assertThat(pristine.status().toString()).doesNotContain(password);
    } finally {
      server.execute("SET GLOBAL general_log = 0");
    }
    assertThat(password).hasSizeGreaterThan(20);
    assertThat(server.query("SELECT argument FROM mysql.general_log"))
        .anyMatch(line -> line.startsWith("CREATE USER"))
        .noneMatch(line -> line.contains(password));
  }

  @Test
  void functionsAreForbiddenByTheBinaryLogAndTheAdviceSaysSo() throws Exception {
    try (TestServer logging = TestServer.start("--log-bin-trust-function-creators=0")) {
      Settings.Builder settings = Settings.builder();
      logging.settings().forEach(settings::set);
      try (Pristine pristine = Pristine.open(settings.build())) {
        assertThat(pristine.status().advice())
            .containsExactly(
                "log_bin_trust_function_creators is off while the binary log is on, so migrations cannot create functions and triggers; to let them, run as root: SET GLOBAL log_bin_trust_function_creators = 1");
      }
    }
  }

  @Test
  void leasesFailLoudlyWhenTheOwnersConnectionIsLost() throws Exception {
    try (Pristine pristine = Pristine.open(asAdministrator());
        TestDatabase database = pristine.acquire(schema("lost"), Isolation.CLONE, "test")) {
      String session =
          server
              .query("SELECT is_used_lock('pristine.owner.%s')".formatted(ownerOf(database.name())))
              .get(0);
      server.execute("KILL " + session);
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
                  .formatted(server.url()))
          .hasMessageEndingWith("Was the server stopped, or the session terminated?");
    }
  }

  @Test
  void aLeaseLargerThanTheServerIsRefusedAtOnce() {
    Settings settings = asAdministrator().toBuilder().connections(250).build();
    try (Pristine pristine = Pristine.open(settings)) {
      assertThatThrownBy(() -> pristine.acquire(schema("large"), Isolation.CLONE, "test"))
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("A lease of 250 connections can never be had: limit 60, less 5")
          .hasMessageContaining("Lower pristine.connections or raise max_connections");
    }
  }

  @Test
  void aSessionThatHoldsAConnectionOfTheTestDoesNotKeepItsDatabaseFromBeingDropped()
      throws Exception {
    try (Pristine pristine = Pristine.open(asAdministrator())) {
      TestDatabase database = pristine.acquire(schema("held"), Isolation.CLONE, "test");
      String place = TestServer.place(database.jdbcUrl());
      try (Connection open = server.connect(place, database.user(), database.password())) {
        open.setAutoCommit(false);
        open.createStatement().execute("INSERT INTO ponies (name) VALUES ('Open')");
        database.close();
        await()
            .untilAsserted(() -> assertThat(server.query("SHOW DATABASES")).doesNotContain(place));
      }
    }
  }

  private static String ownerOf(String database) {
    return database.split("_")[4];
  }
}
