package dev.pristine.postgresql;

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

  /** Where things are in a checkpoint's log record, since version 14 ({@code xlogrecord.h}). */
  private static final int RECORD_HEADER = 24;

  private static final int RECORD_CHECKSUM = 20;
  private static final int RECORD_DATA = RECORD_HEADER + 2;

  /** Where the upper half of the next transaction's number is in a checkpoint. */
  private static final int EPOCH = 28;

  private static final int LOG_PAGE = 8192;

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

  /** Has it lose what is in its memory, and starts it again: it recovers. */
  void crash() throws IOException, SQLException {
    stop(Ending.AT_ONCE);
    startAgain();
  }

  /**
   * Sets the upper half of the number of the next transaction, as {@code pg_resetwal -e} would,
   * which does not come with the binaries: in the log's last record, which tells of the shutdown
   * and is where the server starts from.
   */
  void restartAtEpoch(int epoch) throws IOException, SQLException {
    stop(Ending.IN_ORDER);
    Path control = run.data().resolve("global/pg_control");
    ByteBuffer known = ByteBuffer.wrap(Files.readAllBytes(control)).order(ByteOrder.nativeOrder());
    long checkpoint = known.getLong(32);
    long segmentSize = (long) ControlFile.SEGMENT_MEGABYTES << 20;
    long number = checkpoint / segmentSize;
    long segmentsPerId = (1L << 32) / segmentSize;
    Path segment =
        run.data()
            .resolve("pg_wal")
            .resolve(
                "%08X%08X%08X"
                    .formatted(known.getInt(48), number / segmentsPerId, number % segmentsPerId));
    ByteBuffer log = ByteBuffer.wrap(Files.readAllBytes(segment)).order(ByteOrder.nativeOrder());
    int at = (int) (checkpoint % segmentSize);
    int length = log.getInt(at);
    if (at % LOG_PAGE + length > LOG_PAGE) {
      // It goes on behind the next page's header: the next shutdown's will not.
      startAgain();
      execute("SELECT pg_switch_wal()");
      restartAtEpoch(epoch);
      return;
    }
    log.putInt(at + RECORD_DATA + EPOCH, epoch);
    CRC32C checksum = new CRC32C();
    checksum.update(log.array(), at + RECORD_HEADER, length - RECORD_HEADER);
    checksum.update(log.array(), at, RECORD_CHECKSUM);
    log.putInt(at + RECORD_CHECKSUM, (int) checksum.getValue());
    Files.write(segment, log.array());
    startAgain();
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
