package dev.pristine.postgresql;

import static org.awaitility.Awaitility.await;

import dev.pristine.Settings;
import dev.pristine.enginetests.OpenFolder;
import dev.pristine.postgresql.Programs.Ending;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.zip.CRC32C;

/** A server that Pristine did not start, so that it can be stopped, changed and started again. */
final class ServerByHand implements AutoCloseable {

  /** Where in {@code pg_control} the upper half of the next transaction's number is. */
  private static final int EPOCH = 68;

  /** Where in it the checksum of all before is at the earliest: each version adds to it. */
  private static final int FIRST_CHECKSUM = 200;

  private final OpenFolder folder;
  private final Programs programs;
  private final RunFolder run;
  private final Passwords passwords;
  private final int port;
  private ProcessMark process;

  private ServerByHand(
      OpenFolder folder, Programs programs, RunFolder run, Passwords passwords, int port)
      throws IOException, SQLException {
    this.folder = folder;
    this.programs = programs;
    this.run = run;
    this.passwords = passwords;
    this.port = port;
    this.process = programs.start(run).orElseThrow();
  }

  /** Starts one with settings for {@code postgresql.conf}. */
  static ServerByHand start(Map<String, String> settings) throws IOException, SQLException {
    OpenFolder folder = OpenFolder.create();
    Machine machine = Machine.current();
    Path servers = CacheFolder.forServers(folder.path(), machine.platform(), machine.account());
    ServerHome home = new ServerHome(servers, binaries(machine), machine);
    home.prepare();
    Programs programs = home.programs();
    RunFolder run = RunFolder.in(folder.path());
    FileTree.createFolder(run.path(), FileTree.PRIVATE_FOLDER);
    machine.account().own(run.path());
    Passwords passwords = Passwords.random(new SecureRandom());
    programs.initialise(run.path(), run.data(), passwords);
    int port = Machine.freePort();
    ServerSettings.write(run.data(), port, settings, machine.platform(), machine.account());
    return new ServerByHand(folder, programs, run, passwords, port);
  }

  private static Binaries binaries(Machine machine) throws SQLException {
    String major = System.getProperty("postgresql.major", "");
    return Binaries.find(
        machine.platform(),
        major.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(major)),
        Set.of(ServerByHand.class.getClassLoader()));
  }

  Address address() {
    return Address.ofEmbedded(ServerSettings.HOST, port);
  }

  /** Returns settings that lead to it, as its superuser. */
  Settings.Builder settings() {
    return Settings.builder()
        .server(address().url("postgres"))
        .credentials(Endpoint.ADMINISTRATOR, passwords.administrator())
        .project("by hand");
  }

  /** Opens a session as the superuser. */
  Connection connect(String database) throws SQLException {
    return address()
        .dataSource(database, Endpoint.ADMINISTRATOR, passwords.administrator())
        .getConnection();
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Stops it in order and starts it again. */
  void restart() throws IOException, SQLException {
    stop(Ending.IN_ORDER);
    startAgain();
  }

  /** Kills it, and starts it again when those it had started are gone too. */
  void kill() {
    ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
    await().until(() -> !process.alive());
    await()
        .ignoreExceptions()
        .until(
            () -> {
              startAgain();
              return true;
            });
  }

  /** Has it lose what is in its memory, and starts it again: it recovers. */
  void crash() throws IOException, SQLException {
    stop(Ending.AT_ONCE);
    startAgain();
  }

  /**
   * Sets the upper half of the next transaction's number, as {@code pg_resetwal -e} would, which
   * does not come with the binaries.
   */
  void restartAtEpoch(int epoch) throws IOException, SQLException {
    stop(Ending.IN_ORDER);
    Path file = run.data().resolve("global/pg_control");
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer control = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    int checksum = FIRST_CHECKSUM;
    while (control.getInt(checksum) != checksum(bytes, checksum)) {
      checksum += Integer.BYTES;
    }
    control.putInt(EPOCH, epoch);
    control.putInt(checksum, checksum(bytes, checksum));
    Files.write(file, bytes);
    startAgain();
    // Should it crash, it is to recover from where it is now.
    execute("CHECKPOINT");
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }

  private void stop(Ending ending) throws IOException, SQLException {
    if (!programs.stop(process, ending, run)) {
      throw new IllegalStateException("The server does not stop");
    }
  }

  private void startAgain() throws IOException, SQLException {
    process = programs.start(run).orElseThrow();
  }

  @Override
  public void close() throws IOException, SQLException {
    try (folder) {
      stop(Ending.AT_ONCE);
    }
  }
}
