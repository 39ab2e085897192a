package dev.pristine.postgresql;

import dev.pristine.embedded.DataDirectory;
import dev.pristine.embedded.Endpoint;
import dev.pristine.embedded.Installation;
import dev.pristine.embedded.Passwords;
import dev.pristine.embedded.ProcessMark;
import dev.pristine.embedded.Release;
import dev.pristine.embedded.RunFolder;
import dev.pristine.embedded.Software;
import dev.pristine.embedded.UnpackedFolder;
import dev.pristine.postgresql.Programs.Ending;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * PostgreSQL, as a server that we start ourselves.
 *
 * @param binaries its programs, packed
 * @param settings settings for {@code postgresql.conf}, instead of ours or besides
 */
record PostgresSoftware(Binaries binaries, Map<String, String> settings) implements Software {

  static final String PRODUCT = "PostgreSQL";

  /** The superuser of an embedded server. */
  static final String ADMINISTRATOR = "postgres";

  /** The server is starting, recovering or stopping; or a connection broke. */
  private static final Set<String> PASSING =
      Set.of("57P01", "57P02", "57P03", "08000", "08001", "08003", "08004", "08006");

  PostgresSoftware {
    settings = Map.copyOf(settings);
  }

  @Override
  public Release release() {
    return new Release(
        PRODUCT,
        binaries.version().toString(),
        "postgresql",
        binaries.key(),
        ADMINISTRATOR,
        "pgpass");
  }

  @Override
  public void unpack(UnpackedFolder folder) throws IOException {
    binaries.unpack(folder);
  }

  @Override
  public void initialise(Installation installed, RunFolder work, Passwords passwords)
      throws IOException, SQLException {
    programs(installed).initialise(work, passwords);
  }

  @Override
  public Optional<ProcessMark> start(Installation installed, RunFolder run, int port)
      throws IOException, SQLException {
    ServerSettings.write(run.data(), port, settings, installed);
    return programs(installed).start(run);
  }

  @Override
  public boolean shutDown(Installation installed, RunFolder run, ProcessMark server)
      throws IOException, SQLException {
    return programs(installed).stop(server, Ending.IN_ORDER, run)
        && ControlFile.read(run.data()).shutDown();
  }

  @Override
  public void end(Installation installed, RunFolder run, ProcessMark server)
      throws IOException, SQLException {
    programs(installed).stop(server, Ending.AT_ONCE, run);
  }

  @Override
  public DataDirectory data(Path folder) {
    return new PostgresData(folder);
  }

  @Override
  public boolean isPassing(SQLException failure) {
    return PASSING.contains(failure.getSQLState());
  }

  /** Returns the lines of a {@code .pgpass} file. */
  @Override
  public String clientFile(int port, Passwords passwords) {
    return passLine(port, ADMINISTRATOR, passwords.administrator())
        + passLine(port, TestRole.NAME, passwords.test());
  }

  private static String passLine(int port, String user, String password) {
    return "%s:%d:*:%s:%s%n".formatted(Endpoint.HOST, port, user, password);
  }

  private Programs programs(Installation installed) {
    return new Programs(installed, binaries.version());
  }
}
