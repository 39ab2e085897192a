package dev.pristine.mariadb;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;

/** A server that ends with the process that started it, however that ends. */
final class TestServer implements AutoCloseable {

  private static final String USER = "admin";

  /** Waits until its input ends, which is when its starter does, and then leaves nothing behind. */
  private static final String KEEPER =
      "folder=$1; shift; \"$@\" > \"$folder/log\" 2>&1 < /dev/null & cat > /dev/null; kill -9 $!; wait; rm -rf \"$folder\"";

  private static final TestServer SHARED = startShared();

  private final Programs programs;
  private final Path folder;
  private final List<String> command;
  private final List<Process> keepers = new ArrayList<>();
  private final int port;
  private final String password;

  private TestServer(
      Programs programs, Path folder, List<String> command, int port, String password) {
    this.programs = programs;
    this.folder = folder;
    this.command = command;
    this.port = port;
    this.password = password;
  }

  /** Returns the one that all tests of this process share. */
  static TestServer shared() {
    return SHARED;
  }

  /** Starts one with settings of its own. */
  static TestServer start(String... settings) throws IOException, InterruptedException {
    Programs programs = programs();
    Path memory = Path.of("/dev/shm");
    Path folder =
        Files.isDirectory(memory)
            ? Files.createTempDirectory(memory, "pristine-mariadb-test")
            : Files.createTempDirectory("pristine-mariadb-test");
    Binaries.copy(programs.installed(), folder.resolve("data"));
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    Path accounts = folder.resolve("accounts.sql");
    Files.writeString(accounts, programs.accounts(USER, password));
    programs.give(folder);
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", "-c", KEEPER, "sh", folder.toString()));
    command.addAll(programs.command(folder, port));
    command.addAll(List.of(settings));
    TestServer server = new TestServer(programs, folder, command, port, password);
    server.run("--init-file=" + accounts);
    return server;
  }

  private void run(String... more) throws IOException {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(more));
    Process keeper = new ProcessBuilder(all).start();
    keepers.add(keeper);
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(20))
        .failFast(() -> !keeper.isAlive())
        .until(this::answers);
  }

  /** Stops it in order, and starts it again. */
  void restart() throws IOException, SQLException {
    execute("SHUTDOWN");
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> log().toLowerCase(Locale.ROOT).contains("shutdown complete"));
    run();
  }

  /** Returns MySQL's if the build has unpacked them. */
  private static Programs programs() {
    String home = System.getProperty(MysqlPrograms.HOME);
    return home == null ? new MariadbPrograms() : new MysqlPrograms(Path.of(home));
  }

  private static TestServer startShared() {
    try {
      return start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return "jdbc:mariadb://127.0.0.1:" + port + "/" + programs.parameters();
  }

  Address address() throws SQLException {
    return Address.parse(url()).address();
  }

  Login administrator() {
    return new Login(USER, password);
  }

  /** Returns the command that writes down a schema, but for the password and the schema. */
  List<String> dump() throws IOException {
    List<String> command = new ArrayList<>(programs.dump());
    command.addAll(List.of("--host=127.0.0.1", "--port=" + port, "--user=" + USER));
    return command;
  }

  /** Returns the settings by which any process reaches it. */
  Map<String, String> settings() {
    return Map.of(
        "pristine.server",
        url(),
        "pristine.user",
        USER,
        "pristine.password",
        password,
        "pristine.project",
        "contract");
  }

  /** Opens a session as the administrator. */
  Connection connect() throws SQLException {
    return connect("", USER, password);
  }

  Connection connect(String database, String user, String itsPassword) throws SQLException {
    return address()
        .dataSource(database, user, itsPassword, Map.of("allowMultiQueries", "true"))
        .getConnection();
  }

  void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Returns the rows of a query, each as one text. */
  List<String> query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      return rows(statement, sql);
    }
  }

  static List<String> rows(Statement statement, String sql) throws SQLException {
    try (ResultSet results = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (results.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
          row.append(i == 1 ? "" : " | ").append(results.getString(i));
        }
        rows.add(row.toString());
      }
      return rows;
    }
  }

  /** Returns the schema that a URL leads to. */
  static String place(String jdbcUrl) {
    String url = jdbcUrl.replaceFirst("\\?.*", "");
    return url.substring(url.lastIndexOf('/') + 1);
  }

  /** Returns what the server has logged so far. */
  String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (Process keeper : keepers) {
      try (OutputStream input = keeper.getOutputStream()) {
        // Its end is the end of the server.
      }
      keeper.waitFor();
    }
  }

  private boolean answers() {
    try (Connection connection = connect()) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
