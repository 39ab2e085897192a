package dev.pristine.postgresql;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The folder that a running server works in, in memory or on disk: its data and its log.
 *
 * @param path the folder
 */
record RunFolder(Path path) {

  /** How the names of such folders begin. */
  static final String PREFIX = "pristine-server-";

  private static final Path SHARED_MEMORY = Path.of("/proc/sysvipc/shm");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Names a folder that does not exist yet, and that nobody could foresee. */
  static RunFolder in(Path parent) {
    byte[] bytes = new byte[8];
    new SecureRandom().nextBytes(bytes);
    return new RunFolder(parent.resolve(PREFIX + HexFormat.of().formatHex(bytes)));
  }

  Path data() {
    return path.resolve("data");
  }

  Path log() {
    return path.resolve("log");
  }

  /** Returns the file for what the programs that start and stop the server print. */
  Path output() {
    return path.resolve("output");
  }

  /**
   * Makes the folder, with a copy of a data directory, for an account.
   *
   * @param stateFile the file that names this folder
   */
  void fill(Path from, Account account, Path stateFile, Place place) throws IOException {
    FileTree.createFolder(path, FileTree.PRIVATE_FOLDER);
    Files.writeString(origin(), place.id() + "\n" + stateFile);
    FileTree.copy(from, any -> true, data(), account);
    account.own(path);
  }

  /** Returns the file that named this folder when it was made; empty if in another place. */
  Optional<Path> stateFile(Place place) throws IOException {
    try {
      List<String> lines = Files.readAllLines(origin());
      return lines.size() == 2 && lines.get(0).equals(place.id())
          ? Optional.of(Path.of(lines.get(1)))
          : Optional.empty();
    } catch (NoSuchFileException | AccessDeniedException e) {
      // It was not finished or is about to go; or it is another user's.
      return Optional.empty();
    }
  }

  private Path origin() {
    return path.resolve("origin");
  }

  /**
   * Tells which files of a server that was shut down make a data directory to start from; all
   * others are its process's own, or history.
   */
  static Predicate<String> worthCopying(Path data) throws IOException {
    Set<String> segments = ControlFile.read(data).neededSegments();
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

  /** Ends every process that still works here, and removes the folder. */
  void clear(Optional<ProcessMark> server) throws IOException, SQLException {
    if (!path.getFileName().toString().startsWith(PREFIX)) {
      throw Trouble.of(
          "The folder [%s] is none that an embedded server ran in, so it is not removed. Remove the file that names it: server.properties in the cache."
              .formatted(path));
    }
    for (ProcessMark process : stragglers(server)) {
      ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
      Poll.until(PATIENCE, Optional::empty, process::alive);
    }
    removeSharedMemory();
    FileTree.delete(path);
  }

  private List<ProcessMark> stragglers(Optional<ProcessMark> server) throws IOException {
    List<ProcessMark> working = ProcessMark.workingIn(List.of(path, data()));
    return working.isEmpty() ? server.filter(ProcessMark::alive).stream().toList() : working;
  }

  /** A server that was killed leaves 56 bytes of System V shared memory, by which to tell so. */
  private void removeSharedMemory() throws IOException {
    Optional<PidFile> file = PidFile.read(data());
    if (file.isEmpty() || file.get().sharedMemory().size() != 2 || !Files.exists(SHARED_MEMORY)) {
      return;
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
    if (left) {
      try {
        new Command(List.of("ipcrm", "-m", memory.get(1)), path, output()).run(PATIENCE);
      } catch (IOException | SQLException e) {
        // There is no ipcrm: these bytes stay until the machine is booted again.
      }
    }
  }
}
