package dev.pristine.embedded;

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

/**
 * The folder that a running server works in, in memory or on disk: its data and its log.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {

  /** How the names of such folders begin. */
  static final String PREFIX = "pristine-server-";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Names a folder that does not exist yet, and that nobody could foresee. */
  static RunFolder in(Path parent) {
    byte[] bytes = new byte[8];
    new SecureRandom().nextBytes(bytes);
    return new RunFolder(parent.resolve(PREFIX + HexFormat.of().formatHex(bytes)));
  }

  /** Returns the folder for its data. */
  public Path data() {
    return path.resolve("data");
  }

  /** Returns the file for what the server has to say. */
  public Path log() {
    return path.resolve("log");
  }

  /** Returns the file for what the programs that start and stop the server print. */
  public Path output() {
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

  /** Returns the last lines of what the server said and of what the programs printed. */
  public String lastWords() throws IOException {
    return LogFile.tail(log()) + LogFile.tail(output());
  }

  private Path origin() {
    return path.resolve("origin");
  }

  /** Ends every process that still works here, and removes the folder. */
  void clear(Optional<ProcessMark> server, Software software) throws IOException, SQLException {
    if (!path.getFileName().toString().startsWith(PREFIX)) {
      throw Trouble.of(
          "The folder [%s] is none that an embedded server ran in, so it is not removed. Remove the file that names it: server.properties in the cache."
              .formatted(path));
    }
    for (ProcessMark process : stragglers(server)) {
      ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
      process.awaitEnd(PATIENCE);
    }
    removeTraces(software.data(data()).removalOfTraces());
    FileTree.delete(path);
  }

  private List<ProcessMark> stragglers(Optional<ProcessMark> server) throws IOException {
    List<ProcessMark> working = ProcessMark.workingIn(List.of(path, data()));
    return working.isEmpty() ? server.filter(ProcessMark::alive).stream().toList() : working;
  }

  private void removeTraces(List<String> removal) {
    if (removal.isEmpty()) {
      return;
    }
    try {
      new Command(removal, path, output()).run(PATIENCE);
    } catch (IOException | SQLException e) {
      // There is no such program: a few bytes stay until the machine is booted again.
    }
  }
}
