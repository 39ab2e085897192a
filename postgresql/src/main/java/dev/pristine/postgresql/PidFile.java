package dev.pristine.postgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a server says of itself in {@code postmaster.pid} ({@code src/include/utils/pidfile.h}).
 *
 * @param pid its process id
 * @param port where it listens
 * @param sharedMemory key and id of its System V shared memory; empty if it has none yet
 * @param ready whether it accepts connections
 */
record PidFile(long pid, int port, List<String> sharedMemory, boolean ready) {

  private static final int PORT = 3;
  private static final int SHARED_MEMORY = 6;
  private static final int STATUS = 7;

  /** Reads the file in a data directory; empty if there is none, or its beginning is missing. */
  static Optional<PidFile> read(Path data) throws IOException {
    try {
      List<String> lines = Files.readString(data.resolve("postmaster.pid")).lines().toList();
      if (lines.size() <= PORT) {
        return Optional.empty();
      }
      List<String> memory =
          lines.size() > SHARED_MEMORY ? words(lines.get(SHARED_MEMORY)) : List.of();
      boolean ready = lines.size() > STATUS && lines.get(STATUS).strip().equals("ready");
      return Optional.of(
          new PidFile(
              Long.parseLong(lines.get(0).strip()),
              Integer.parseInt(lines.get(PORT).strip()),
              memory,
              ready));
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static List<String> words(String line) {
    return Arrays.stream(line.strip().split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
  }
}
