package dev.pristine.postgresql;

import static org.awaitility.Awaitility.await;

import dev.pristine.Settings;
import dev.pristine.embedded.Endpoint;
import dev.pristine.embedded.Handmade;
import dev.pristine.embedded.ProcessMark;
import dev.pristine.enginetests.OpenFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.zip.CRC32C;

/** A server that Pristine did not start, so that it can be stopped, changed and started again. */
final class ServerByHand implements AutoCloseable {

  /** Where in {@code pg_control} the upper half of the next transaction's number is. */
  private static final int EPOCH = 68;

  /** Where in it the checksum of all before is at the earliest: each version adds to it. */
  private static final int FIRST_CHECKSUM = 200;

  private final OpenFolder folder;
  private final PostgresSoftware software;
  private final Handmade parts;
  private ProcessMark process;

  private ServerByHand(OpenFolder folder, PostgresSoftware software, Handmade parts)
      throws IOException, SQLException {
    this.folder = folder;
    this.software = software;
    this.parts = parts;
    this.process = started();
  }

  /** Starts one with settings for {@code postgresql.conf}. */
  static ServerByHand start(Map<String, String> settings) throws IOException, SQLException {
    OpenFolder folder = OpenFolder.create();
    PostgresSoftware software = EmbeddedPostgres.software(PostgresUnderTest.server(), settings);
    return new ServerByHand(folder, software, Handmade.in(folder.path(), software));
  }

  Address address() {
    return Address.ofEmbedded(Endpoint.HOST, parts.port());
  }

  /** Returns settings that lead to it, as its superuser. */
  Settings.Builder settings() {
    return Settings.builder()
        .server(address().url("postgres"))
        .credentials(PostgresSoftware.ADMINISTRATOR, parts.passwords().administrator())
        .project("by hand");
  }

  /** Opens a session as the superuser. */
  Connection connect(String database) throws SQLException {
    return address()
        .dataSource(database, PostgresSoftware.ADMINISTRATOR, parts.passwords().administrator())
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
    shutDown();
    process = started();
  }

  /** Kills it, and starts it again when those it had started are gone too. */
  void kill() {
    ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
    await().until(() -> !process.alive());
    await()
        .ignoreExceptions()
        .until(
            () -> {
              process = started();
              return true;
            });
  }

  /** Has it lose what is in its memory, and starts it again: it recovers. */
  void crash() throws IOException, SQLException {
    software.end(parts.installed(), parts.run(), process);
    process = started();
  }

  /**
   * Sets the upper half of the next transaction's number, as {@code pg_resetwal -e} would, which
   * does not come with the binaries.
   */
  void restartAtEpoch(int epoch) throws IOException, SQLException {
    shutDown();
    Path file = parts.run().data().resolve("global/pg_control");
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer control = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    int checksum = FIRST_CHECKSUM;
    while (control.getInt(checksum) != checksum(bytes, checksum)) {
      checksum += Integer.BYTES;
    }
    control.putInt(EPOCH, epoch);
    control.putInt(checksum, checksum(bytes, checksum));
    Files.write(file, bytes);
    process = started();
    // Should it crash, it is to recover from where it is now.
    execute("CHECKPOINT");
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }

  private void shutDown() throws IOException, SQLException {
    if (!software.shutDown(parts.installed(), parts.run(), process)) {
      throw new IllegalStateException("The server does not stop");
    }
  }

  private ProcessMark started() throws IOException, SQLException {
    return software.start(parts.installed(), parts.run(), parts.port()).orElseThrow();
  }

  @Override
  public void close() throws IOException, SQLException {
    try (folder) {
      software.end(parts.installed(), parts.run(), process);
    }
  }
}
