package dev.pristine.postgresql;

import dev.pristine.embedded.DataDirectory;
import dev.pristine.embedded.Endpoint;
import dev.pristine.embedded.ProcessMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A data directory of PostgreSQL.
 *
 * @param folder where it is
 */
record PostgresData(Path folder) implements DataDirectory {

  private static final Path SHARED_MEMORY = Path.of("/proc/sysvipc/shm");

  @Override
  public boolean isInhabited() throws IOException {
    return PidFile.read(folder).isPresent();
  }

  @Override
  public Predicate<String> filesToKeep() throws IOException {
    Set<String> segments = ControlFile.read(folder).neededSegments();
    return file -> {
      if (file.startsWith("pg_wal/")) {
        String name = file.substring("pg_wal/".length());
        return !name.matches("[0-9A-F]{24}.*") || segments.contains(name);
      }
      return !file.startsWith("postmaster.")
          && !file.startsWith("pg_dynshmem/")
          && !file.contains("/pgsql_tmp/");
    };
  }

  @Override
  public boolean isServing(List<ProcessMark> processes) throws IOException {
    for (ProcessMark process : processes) {
      // A process that serves a client says so in its title: "postgres: user database
      // 127.0.0.1(…)".
      if (process.title().contains(" " + Endpoint.HOST + "(")) {
        return true;
      }
    }
    return false;
  }

  /** A server that was killed leaves 56 bytes of System V shared memory, by which to tell so. */
  @Override
  public List<String> removalOfTraces() throws IOException {
    Optional<PidFile> file = PidFile.read(folder);
    if (file.isEmpty() || file.get().sharedMemory().size() != 2 || !Files.exists(SHARED_MEMORY)) {
      return List.of();
    }
    List<String> memory = file.get().sharedMemory();
    String pid = Long.toString(file.get().pid());
    boolean left =
        Files.readAllLines(SHARED_MEMORY).stream()
            .map(line -> List.of(line.strip().split("\\s+", -1)))
            // key, id, permissions, size, process that made it
            .anyMatch(
                row ->
                    row.size() > 4 && row.subList(0, 2).equals(memory) && row.get(4).equals(pid));
    return left ? List.of("ipcrm", "-m", memory.get(1)) : List.of();
  }
}
