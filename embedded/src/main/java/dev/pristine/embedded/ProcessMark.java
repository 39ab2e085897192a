package dev.pristine.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One process for ever, also after its id was given to another.
 *
 * @param pid its id
 * @param birth when it was started, by whatever clock its system has
 */
public record ProcessMark(long pid, String birth) {

  private static final Path PROCESSES = Path.of("/proc");

  /** Where the start's time stands, counted from the field after the program's name. */
  private static final int STARTED = 19;

  /** Returns the process that has this id now. */
  public static Optional<ProcessMark> of(long pid) {
    return birth(pid).map(birth -> new ProcessMark(pid, birth));
  }

  /** Tells whether it has not ended. */
  public boolean alive() {
    return birth(pid).equals(Optional.of(birth));
  }

  /** Returns how it calls itself; empty if it ended. Only Linux tells. */
  public String title() throws IOException {
    try {
      return Files.readString(PROCESSES.resolve(pid + "/cmdline"), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** Waits for its end; tells whether it came. */
  public boolean awaitEnd(Duration patience) throws IOException, SQLException {
    Poll.until(patience, Optional::empty, this::alive);
    return !alive();
  }

  private static Optional<String> birth(long pid) {
    if (!Files.isDirectory(PROCESSES.resolve("self"))) {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .map(process -> process.info().startInstant().map(Instant::toString).orElse(""));
    }
    try {
      String line = Files.readString(PROCESSES.resolve(pid + "/stat"));
      // The program's name stands in brackets and may hold blanks and brackets itself.
      List<String> fields = List.of(line.substring(line.lastIndexOf(')') + 2).split(" ", -1));
      // A dead process that nobody waited for keeps its id: in containers, that may be for ever.
      // ProcessHandle takes it for alive, and its start time moves when the clock is set.
      boolean dead = fields.get(0).equals("Z") || fields.get(0).equals("X");
      return dead ? Optional.empty() : Optional.of(fields.get(STARTED));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Finds the processes that work in one of these folders, which may be deleted. Only Linux tells.
   */
  static List<ProcessMark> workingIn(List<Path> folders) throws IOException {
    if (!Files.isDirectory(PROCESSES.resolve("self"))) {
      return List.of();
    }
    return FileTree.list(PROCESSES, "[0-9]*").stream()
        .filter(process -> worksIn(process, folders))
        .flatMap(process -> of(Long.parseLong(process.getFileName().toString())).stream())
        .toList();
  }

  private static boolean worksIn(Path process, List<Path> folders) {
    try {
      String working = Files.readSymbolicLink(process.resolve("cwd")).toString();
      return folders.stream()
          .anyMatch(
              folder -> working.equals(folder.toString()) || working.equals(folder + " (deleted)"));
    } catch (IOException e) {
      // It ended, or it is somebody else's.
      return false;
    }
  }
}
