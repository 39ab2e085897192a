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
import java.util.Map;
import org.awaitility.Awaitility;

/** A server that ends with the process that started it, however that ends. */
final class TestServer implements AutoCloseable {

  private static final String USER = "admin";

  /** Waits until its input ends, which is when its starter does, and then leaves nothing behind. */
  private static final String KEEPER =
      "folder=$1; shift; \"$@\" > \"$folder/log\" 2>&1 < /dev/null & cat > /dev/null; kill -9 $!; wait; rm -rf \"$folder\"";

  private static final TestServer SHARED = startShared();

  private final Path folder;
  private final Process keeper;
  private final int port;
  private final String password;

  private TestServer(Path folder, Process keeper, int port, String password) {
    this.folder = folder;
    this.keeper = keeper;
    this.port = port;
    this.password = password;
  }

  /** Returns the one that all tests of this process share. */
  static TestServer shared() {
    return SHARED;
  }

  /** Starts one with settings of its own. */
  static TestServer start(String... settings) throws IOException, InterruptedException {
    Path binaries = Binaries.unpacked();
    Path installed = Binaries.installed();
    Path memory = Path.of("/dev/shm");
    Path folder =
        Files.isDirectory(memory)
            ? Files.createTempDirectory(memory, "pristine-mariadb-test")
            : Files.createTempDirectory("pristine-mariadb-test");
    Path data = folder.resolve("data");
    Binaries.copy(installed, data);
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    Files.writeString(
        folder.resolve("init.sql"),
        """
        CREATE USER %1$s@'%%' IDENTIFIED BY '%2$s';
        GRANT ALL PRIVILEGES ON *.* TO %1$s@'%%' WITH GRANT OPTION;
        DROP USER root@localhost;
        DROP USER root@'127.0.0.1';
        DROP USER root@'::1';
        """
            .formatted(USER, password));
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", "-c", KEEPER, "sh", folder.toString()));
    command.add(binaries.resolve("bin/mariadbd").toString());
    command.add("--no-defaults");
    command.addAll(Binaries.user());
    command.addAll(
        List.of(
            "--basedir=" + binaries,
            "--lc-messages-dir=" + binaries.resolve("share"),
            "--datadir=" + data,
            "--socket=" + folder.resolve("socket"),
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--init-file=" + folder.resolve("init.sql"),
            "--skip-ssl",
            "--skip-name-resolve",
            "--innodb-log-file-size=8M",
            "--innodb-undo-tablespaces=0",
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-doublewrite=0",
            "--innodb-stats-persistent=0",
            "--innodb-use-native-aio=0",
            "--log-bin",
            "--binlog-format=ROW",
            "--sync-binlog=0",
            "--log-bin-trust-function-creators=1",
            "--userstat=1",
            "--innodb-monitor-enable=trx_rollback%",
            "--table-definition-cache=4000",
            "--table-open-cache=4000",
            "--max-connections=400"));
    command.addAll(List.of(settings));
    Process keeper = new ProcessBuilder(command).start();
    TestServer server = new TestServer(folder, keeper, port, password);
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(20))
        .failFast(() -> !keeper.isAlive())
        .until(server::answers);
    return server;
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
    return "jdbc:mariadb://127.0.0.1:" + port + "/";
  }

  Address address() throws SQLException {
    return Address.parse(url()).address();
  }

  Login administrator() {
    return new Login(USER, password);
  }

  /** Returns the options by which the server's own programs reach it, but for the password. */
  List<String> clientOptions() {
    return List.of("--host=127.0.0.1", "--port=" + port, "--user=" + USER);
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

  /** Returns what the server has logged so far. */
  String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    try (OutputStream input = keeper.getOutputStream()) {
      // Its end is the end of the server.
    }
    keeper.waitFor();
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
