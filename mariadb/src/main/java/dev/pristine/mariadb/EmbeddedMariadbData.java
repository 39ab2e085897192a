package dev.pristine.mariadb;

import dev.pristine.embedded.DataDirectory;
import dev.pristine.embedded.ProcessMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A data directory of MariaDB.
 *
 * @param folder where it is
 */
record EmbeddedMariadbData(Path folder) implements DataDirectory {

  private static final Pattern PORT = Pattern.compile("\0--port=([0-9]{1,5})\0");

  /** What belongs to one process, or tells how to heat its caches. */
  private static final Set<String> PASSING =
      Set.of(
          EmbeddedMariadbOptions.SOCKET,
          EmbeddedMariadbOptions.PROCESS_FILE,
          "ib_buffer_pool",
          "ibtmp1");

  private static final List<Path> CONNECTIONS =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  private static final String ESTABLISHED = "01";

  /** Returns the id of the process that works here; empty if it does not say so. */
  Optional<Long> process() throws IOException {
    try {
      Path file = folder.resolve(EmbeddedMariadbOptions.PROCESS_FILE);
      return Optional.of(Long.valueOf(Files.readString(file).strip()));
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean isInhabited() throws IOException {
    return process().isPresent();
  }

  @Override
  public Predicate<String> filesToKeep() {
    return file -> !PASSING.contains(file) && !file.startsWith(EmbeddedMariadbOptions.LOG + ".");
  }

  /** All connections are served by one process, whose title does not tell of them. */
  @Override
  public boolean isServing(List<ProcessMark> processes) throws IOException {
    for (ProcessMark process : processes) {
      Matcher port = PORT.matcher(process.title());
      if (port.find() && isConnected(Integer.parseInt(port.group(1)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isConnected(int port) throws IOException {
    String end = ":%04X".formatted(port);
    for (Path table : CONNECTIONS) {
      if (Files.exists(table)) {
        for (String line : Files.readAllLines(table)) {
          // number, local address, remote address, state
          List<String> row = List.of(line.strip().split("\\s+", -1));
          if (row.size() > 3 && row.get(1).endsWith(end) && row.get(3).equals(ESTABLISHED)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** A server that was killed leaves nothing elsewhere. */
  @Override
  public List<String> removalOfTraces() {
    return List.of();
  }
}
