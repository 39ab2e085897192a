package dev.pristine.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A folder in the cache that is whole or not there at all: its content, and a {@link Manifest}.
 *
 * @param path the folder
 */
record CachedFolder(Path path) {

  private static final String CONTENT = "content";
  private static final String MANIFEST = "manifest";

  /** How the name of a folder ends until it is whole. */
  static final String PARTIAL = ".partial";

  /** Fills a folder. */
  @FunctionalInterface
  interface Filling {

    /**
     * Makes the folder {@code content} with what belongs there.
     *
     * @return the sums of its files
     */
    Map<String, FileTree.Sum> fill(Path content) throws IOException, SQLException;
  }

  /** Returns where the content is. */
  Path content() {
    return path.resolve(CONTENT);
  }

  /**
   * Returns the manifest if all that it lists is there and intact. What is not is removed.
   *
   * @param boot this boot, or empty if unknown: then the content is compared each time
   */
  Optional<Manifest> verify(String boot) throws IOException {
    Optional<Manifest> manifest = Manifest.read(path.resolve(MANIFEST));
    if (manifest.isPresent()
        && !boot.isEmpty()
        && manifest.get().boot().equals(boot)
        && Files.isDirectory(content())) {
      return manifest;
    }
    if (manifest.isPresent() && manifest.get().matches(content())) {
      manifest.get().withBoot(boot).write(path.resolve(MANIFEST));
      return manifest;
    }
    FileTree.delete(path);
    return Optional.empty();
  }

  /** Makes the folder, which must not exist. If that fails, nothing is left of it. */
  void make(String boot, Set<String> keeps, Set<PosixFilePermission> permissions, Filling filling)
      throws IOException, SQLException {
    Path partial = path.resolveSibling(path.getFileName() + PARTIAL);
    FileTree.delete(partial);
    try {
      FileTree.createFolder(partial, permissions);
      Map<String, FileTree.Sum> sums = filling.fill(partial.resolve(CONTENT));
      new Manifest(boot, keeps, sums).write(partial.resolve(MANIFEST));
      Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | SQLException | RuntimeException e) {
      try {
        FileTree.delete(partial);
      } catch (IOException unremoved) {
        e.addSuppressed(unremoved);
      }
      throw e;
    }
  }
}
