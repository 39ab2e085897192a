package dev.pristine.mariadb;

import dev.pristine.embedded.DataDirectory;
import dev.pristine.embedded.Endpoint;
import dev.pristine.embedded.Installation;
import dev.pristine.embedded.Passwords;
import dev.pristine.embedded.Poll;
import dev.pristine.embedded.ProcessMark;
import dev.pristine.embedded.Release;
import dev.pristine.embedded.RunFolder;
import dev.pristine.embedded.Software;
import dev.pristine.embedded.Trouble;
import dev.pristine.embedded.UnpackedFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * MariaDB, as a server that we start ourselves.
 *
 * @param binaries its programs, packed
 * @param options options of {@code mariadbd}, instead of ours or besides
 */
record EmbeddedMariadbSoftware(EmbeddedMariadbBinaries binaries, Map<String, String> options)
    implements Software {

  static final String PRODUCT = "MariaDB";

  /**
   * The administrator of an embedded server; there is no other account, and none from elsewhere.
   */
  static final String ADMINISTRATOR = "root";

  /** The script prints a page of advice, in which what the server complains of would be lost. */
  private static final String INSTALLING =
      "/bin/sh \"$0\" \"$@\" > advice || { code=$?; grep FATAL advice; exit $code; }";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  EmbeddedMariadbSoftware {
    options = Map.copyOf(options);
  }

  @Override
  public Release release() {
    return new Release(
        PRODUCT,
        binaries.version().toString(),
        "mariadb",
        binaries.key(),
        ADMINISTRATOR,
        "client.cnf");
  }

  @Override
  public void unpack(UnpackedFolder folder) throws IOException {
    binaries.unpack(folder);
  }

  @Override
  public void initialise(Installation installed, RunFolder work, Passwords passwords)
      throws IOException, SQLException {
    Path accounts = work.path().resolve("accounts.sql");
    installed.write(accounts, accounts(passwords.administrator()));
    String script = installed.programs().resolve("scripts/mariadb-install-db").toString();
    List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", INSTALLING, script));
    line.addAll(new EmbeddedMariadbOptions(installed, work).forInstalling());
    line.add("--extra-file=" + accounts);
    try {
      if (installed.run(work, line, PATIENCE) != 0) {
        throw Trouble.ofProgram(
            "Could not make a data directory in [%s] by %s".formatted(work.path(), script),
            work.lastWords());
      }
    } finally {
      installed.remove(accounts);
    }
  }

  /** Written by whom the server makes when it is installed: several, without a password. */
  private static String accounts(String password) {
    String account = "'%s'@'%s'".formatted(ADMINISTRATOR, Endpoint.HOST);
    return """
    DELETE FROM mysql.global_priv WHERE User <> 'mariadb.sys';
    FLUSH PRIVILEGES;
    CREATE USER %1$s IDENTIFIED BY '%2$s';
    GRANT ALL PRIVILEGES ON *.* TO %1$s WITH GRANT OPTION;
    """
        .formatted(account, password);
  }

  @Override
  public Optional<ProcessMark> start(Installation installed, RunFolder run, int port)
      throws IOException, SQLException {
    List<String> line = new ArrayList<>();
    line.add(installed.programs().resolve("bin/mariadbd").toString());
    line.addAll(new EmbeddedMariadbOptions(installed, run).forRunning(port, options));
    Process starter = installed.startDetached(run, line);
    Optional<ProcessMark> server = Optional.empty();
    try {
      server = Poll.until(PATIENCE, () -> ready(run), starter::isAlive);
    } finally {
      if (server.isEmpty()) {
        starter.destroyForcibly();
      }
    }
    if (server.isEmpty() && !run.lastWords().contains("Bind on TCP/IP port")) {
      throw Trouble.ofProgram(
          "Could not start %s in [%s]".formatted(release(), run.path()), run.lastWords());
    }
    return server;
  }

  /** It is told by its own log, because what answers at its port may be somebody else's server. */
  private static Optional<ProcessMark> ready(RunFolder run) throws IOException {
    return run.lastWords().contains(": ready for connections.")
        ? new EmbeddedMariadbData(run.data()).process().flatMap(ProcessMark::of)
        : Optional.empty();
  }

  @Override
  public boolean shutDown(Installation installed, RunFolder run, ProcessMark server)
      throws IOException, SQLException {
    if (server.alive()) {
      ProcessHandle.of(server.pid()).ifPresent(ProcessHandle::destroy);
    }
    return server.awaitEnd(PATIENCE) && run.lastWords().contains("mariadbd: Shutdown complete");
  }

  @Override
  public void end(Installation installed, RunFolder run, ProcessMark server)
      throws IOException, SQLException {
    if (server.alive()) {
      ProcessHandle.of(server.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }
    server.awaitEnd(PATIENCE);
  }

  @Override
  public DataDirectory data(Path folder) {
    return new EmbeddedMariadbData(folder);
  }

  /** A connection broke, or was refused because the server is starting or stopping. */
  @Override
  public boolean isPassing(SQLException failure) {
    return Objects.requireNonNullElse(failure.getSQLState(), "").startsWith("08");
  }

  /** Returns an option file for {@code mariadb --defaults-extra-file}. */
  @Override
  public String clientFile(int port, Passwords passwords) {
    return """
    [client]
    protocol=tcp
    host=%s
    port=%d
    user=%s
    password=%s
    skip-ssl
    """
        .formatted(Endpoint.HOST, port, ADMINISTRATOR, passwords.administrator());
  }
}
