package dev.pristine.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.ServerException;
import dev.pristine.Settings;
import dev.pristine.SettingsException;
import dev.pristine.Status;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.SchemaMigration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people are told when something is wrong, and what is done about it. */
final class TroubleTests {

  private static final String ADVICE =
      " (SQLState 08001). Is the server running, and is pristine.server right?";

  @TempDir Path folder;

  private static Settings at(String server) {
    return Settings.builder().server(server).project("trouble").build();
  }

  private SchemaMigration schema() {
    return new SchemaMigration("trouble", SqliteUnderTest.SCHEMA, folder.resolve("runs"));
  }

  private static void use(Settings settings, SchemaMigration migration) throws SQLException {
    try (Pristine pristine = Pristine.open(settings);
        TestDatabase database = pristine.acquire(migration, Isolation.REWIND, "test");
        Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO ponies (name) VALUES ('Spirit')");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:sqlite:", "jdbc:sqlite::memory:", "jdbc:sqlite:file:x.db"})
  void whatNamesNoFolderIsRefused(String server) {
    assertThatThrownBy(() -> Pristine.open(at(server)))
        .isInstanceOf(ServerException.class)
        .hasMessage(
            "Cannot open a session on the server [%s]: [%s] names no folder. Write embedded:sqlite, or jdbc:sqlite: and the folder for the database files%s"
                .formatted(server, server.substring("jdbc:sqlite:".length()), ADVICE));
  }

  @Test
  void aFileIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("shop.db"));
    assertThatThrownBy(() -> Pristine.open(at("jdbc:sqlite:" + file)))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining(
            ": [%s] is a file. Pristine keeps a template and its copies next to each other: name the folder for them"
                .formatted(file));
    assertThat(file).isEmptyFile();
  }

  @Test
  void aFolderIsMadeButNotItsParents() throws SQLException {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> Pristine.open(at("jdbc:sqlite:" + missing.resolve("databases"))))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("cannot be made, because [%s] is no folder".formatted(missing));
    use(at("jdbc:sqlite:" + missing), schema());
    assertThat(missing).isDirectory();
  }

  @Test
  void aVersionIsRefused() {
    assertThatThrownBy(() -> Pristine.open(at("embedded:sqlite:3")))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("SQLite has no versions to choose from.");
    assertThatThrownBy(() -> Pristine.open(at("embedded:sqlite3")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("Engines found: sqlite");
  }

  @Test
  void aUserIsRefused() {
    Settings settings =
        Settings.builder().server("jdbc:sqlite:" + folder).credentials("sa", "").build();
    assertThatThrownBy(() -> Pristine.open(settings))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining(
            "SQLite has no users: remove pristine.user and pristine.password, or name another server");
  }

  @Test
  void aParameterThatTheDriverDoesNotKnowIsRefused() {
    assertThatThrownBy(() -> Pristine.open(at("jdbc:sqlite:" + folder + "?foreign_key=on")))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining(
            "The parameter [foreign_key] is not one that SQLite's driver knows. It knows, each with = and a value: ")
        .hasMessageContaining("foreign_keys");
  }

  @ParameterizedTest
  @ValueSource(strings = {"journal_mode=DELETE", "LOCKING_MODE=EXCLUSIVE", "open_mode=1"})
  void aParameterThatIsolationRestsOnIsRefused(String parameter) {
    assertThatThrownBy(() -> Pristine.open(at("jdbc:sqlite:" + folder + "?" + parameter)))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("The parameter [" + parameter + "] would change how files are opened")
        .hasMessageContaining("take it out");
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "?foreign_keys=on, 1", "?foreign_keys=off&cache_size=-100, 0"})
  void parametersOfTheServerReachEveryConnection(String parameters, int foreignKeys)
      throws SQLException {
    try (Pristine pristine = Pristine.open(at("jdbc:sqlite:" + folder + parameters));
        TestDatabase database = pristine.acquire(schema(), Isolation.REWIND, "test");
        Connection pooled = database.dataSource().getConnection();
        Connection byUrl = DriverManager.getConnection(database.jdbcUrl())) {
      for (Connection connection : List.of(pooled, byUrl)) {
        assertThat(number(connection, "PRAGMA foreign_keys")).isEqualTo(foreignKeys);
        assertThat(number(connection, "PRAGMA busy_timeout")).isEqualTo(10_000);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"with blanks", "it's 100%", "percent %41", "ünï—codé", "a#b;c&d=e", "\"q\" `b`"})
  void aFolderMayHaveAnyName(String name) throws SQLException, IOException {
    Path hostile = folder.resolve(name);
    Settings settings = at("jdbc:sqlite:" + hostile);
    for (int i = 0; i < 2; i++) {
      use(settings, schema());
    }
    try (Pristine pristine = Pristine.open(settings)) {
      for (int i = 0; i < 3; i++) {
        try (TestDatabase database = pristine.acquire(schema(), Isolation.REWIND, "test");
            Connection connection = database.dataSource().getConnection();
            Statement statement = connection.createStatement()) {
          statement.execute("INSERT INTO ponies (name) VALUES ('Spirit')");
          assertThat(database.changes().toString()).contains("ponies: 1 inserted");
        }
      }
    }
    try (Pristine pristine = Pristine.open(settings)) {
      pristine.clean(true);
    }
    try (Stream<Path> left = Files.list(hostile)) {
      assertThat(left.map(path -> path.getFileName().toString())).containsExactly(".pristine");
    }
  }

  @Test
  void aQuestionMarkInTheFoldersNameIsRefused() {
    Settings settings =
        Settings.builder().server("embedded:sqlite").cache(folder.resolve("what?")).build();
    assertThatThrownBy(() -> Pristine.open(settings))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("has a question mark in its name");
  }

  @Test
  void aDamagedTemplateIsBuiltAgain() throws Exception {
    Settings settings = at("jdbc:sqlite:" + folder.resolve("databases"));
    SchemaMigration migration = schema();
    use(settings, migration);
    Path template = template();
    try (var channel = Files.newByteChannel(template, StandardOpenOption.WRITE)) {
      channel.position(4096);
      channel.write(java.nio.ByteBuffer.allocate(512));
    }
    use(settings, migration);
    assertThat(migration.runs()).isEqualTo(2);
    Files.write(
        template(), "not a database at all".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    use(settings, migration);
    assertThat(migration.runs()).isEqualTo(3);
    use(settings, migration);
    assertThat(migration.runs()).as("and kept").isEqualTo(3);
  }

  private Path template() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("databases"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("pristine_t_.*\\.db"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void aMigrationThatStaysConnectedDoesNotReachTheTemplate() throws Exception {
    Settings settings = at("jdbc:sqlite:" + folder.resolve("databases"));
    try (Pristine pristine = Pristine.open(settings)) {
      Connection[] left = new Connection[1];
      var migration =
          new dev.pristine.Migration() {
            @Override
            public String fingerprint() {
              return "stays";
            }

            @Override
            public void apply(Target target) throws SQLException {
              left[0] = target.dataSource().getConnection();
              left[0].createStatement().execute("CREATE TABLE t (x)");
            }
          };
      try (TestDatabase database = pristine.acquire(migration);
          Connection connection = database.dataSource().getConnection()) {
        assertThatThrownBy(() -> left[0].createStatement().execute("INSERT INTO t VALUES (1)"))
            .isInstanceOf(SQLException.class);
        assertThat(number(connection, "SELECT count(*) FROM t")).isZero();
      }
      left[0].close();
      try (TestDatabase database = pristine.acquire(migration);
          Connection connection = database.dataSource().getConnection()) {
        assertThat(number(connection, "SELECT count(*) FROM t")).isZero();
      }
    }
  }

  @Test
  void aConnectionAfterTheEndMakesNoNewFile() throws SQLException {
    try (Pristine pristine = Pristine.open(at("jdbc:sqlite:" + folder.resolve("databases")))) {
      String url;
      try (TestDatabase database = pristine.acquire(schema(), Isolation.CLONE, "test")) {
        url = database.jdbcUrl();
      }
      org.awaitility.Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(pristine.status().databases())
                      .noneMatch(database -> url.contains(database.name())));
      assertThatThrownBy(() -> DriverManager.getConnection(url)).isInstanceOf(SQLException.class);
      assertThat(pristine.status().databases())
          .extracting(Status.Database::name)
          .noneMatch(url::contains);
    }
  }

  private static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
