package dev.pristine.postgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Run folders in memory whose cache folder somebody removed, as {@code mvn clean} does with one in
 * {@code target}. Nobody can join such a server any more, nor stop it; so whoever starts another
 * one ends it, unless somebody is still connected.
 */
final class Orphans {

  private Orphans() {}

  /**
   * Removes them.
   *
   * @param memory the folder in memory
   * @param place only those of this place are looked at
   */
  static void remove(Path memory, Place place) throws IOException, SQLException {
    if (!Files.isDirectory(memory)) {
      return;
    }
    for (Path path : FileTree.list(memory, RunFolder.PREFIX + "*")) {
      RunFolder run = new RunFolder(path);
      Optional<Path> stateFile = run.stateFile(place);
      if (stateFile.isPresent() && lost(run, stateFile.get()) && !inUse(run)) {
        run.clear(Optional.empty());
      }
    }
  }

  /** The state is written before the folder is made, and removed after it. */
  private static boolean lost(RunFolder run, Path stateFile) throws IOException {
    if (Files.notExists(stateFile)) {
      return true;
    }
    return ServerState.read(stateFile)
        .filter(state -> !state.folder().equals(run.path()))
        .isPresent();
  }

  private static boolean inUse(RunFolder run) throws IOException {
    for (ProcessMark process : ProcessMark.workingIn(List.of(run.data()))) {
      // A process that serves a client says so in its title: "postgres: user database
      // 127.0.0.1(…)".
      if (process.title().contains(" " + ServerSettings.HOST + "(")) {
        return true;
      }
    }
    return false;
  }
}
