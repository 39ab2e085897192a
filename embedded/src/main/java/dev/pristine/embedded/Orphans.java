package dev.pristine.embedded;

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
   * @param software only its own are, in whatever version
   */
  static void remove(Path memory, Place place, Software software) throws IOException, SQLException {
    if (!Files.isDirectory(memory)) {
      return;
    }
    for (Path path : FileTree.list(memory, RunFolder.PREFIX + "*")) {
      RunFolder run = new RunFolder(path);
      Optional<Path> stateFile = run.stateFile(place).filter(file -> isOf(software, file));
      if (stateFile.isPresent() && lost(run, stateFile.get()) && !inUse(run, software)) {
        run.clear(Optional.empty(), software);
      }
    }
  }

  /** Only who made a server can tell whether it serves anybody. */
  private static boolean isOf(Software software, Path stateFile) {
    return ServerHome.of(stateFile)
        .filter(home -> home.endsWith(Path.of(software.release().folder())))
        .isPresent();
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

  private static boolean inUse(RunFolder run, Software software) throws IOException {
    return software.data(run.data()).isServing(ProcessMark.workingIn(List.of(run.data())));
  }
}
