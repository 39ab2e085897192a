package dev.pristine.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The data directories from which a server can start: number 0 as it was first made, and the one
 * that the last server left behind, which bears a higher number. A new one never replaces another
 * under its name, so that there is no moment without one.
 */
final class KeptData {

  private static final Pattern NAME = Pattern.compile("data-([0-9]{1,9})");

  private final Path folder;
  private final String boot;

  KeptData(Path folder, String boot) {
    this.folder = folder;
    this.boot = boot;
  }

  /**
   * One data directory.
   *
   * @param number 0 for the one that was made first
   * @param keeps what it is kept for
   */
  record Kept(int number, Path path, Set<String> keeps) {}

  /** Returns the newest that is whole, if there is any. Those that are not are removed. */
  Optional<Kept> newest() throws IOException {
    for (Path begun : FileTree.list(folder, "data-*" + CachedFolder.PARTIAL)) {
      FileTree.delete(begun);
    }
    for (int number : numbers()) {
      CachedFolder candidate = numbered(number);
      Optional<Manifest> manifest = candidate.verify(boot);
      if (manifest.isPresent()) {
        return Optional.of(new Kept(number, candidate.content(), manifest.get().keeps()));
      }
    }
    return Optional.empty();
  }

  /** Adds a data directory that is newer than all others, then removes all but it and number 0. */
  void add(Set<String> keeps, CachedFolder.Filling filling) throws IOException, SQLException {
    List<Integer> older = numbers();
    int number = older.isEmpty() ? 0 : older.get(0) + 1;
    numbered(number).make(boot, keeps, FileTree.PRIVATE_FOLDER, filling);
    for (int old : older) {
      if (old > 0) {
        remove(old);
      }
    }
  }

  void remove(int number) throws IOException {
    FileTree.delete(numbered(number).path());
  }

  void removeAll() throws IOException {
    for (Path path : FileTree.list(folder, "data-*")) {
      FileTree.delete(path);
    }
  }

  private CachedFolder numbered(int number) {
    return new CachedFolder(folder.resolve("data-" + number));
  }

  private List<Integer> numbers() throws IOException {
    return FileTree.list(folder, "data-*").stream()
        .map(path -> NAME.matcher(path.getFileName().toString()))
        .filter(Matcher::matches)
        .map(matcher -> Integer.valueOf(matcher.group(1)))
        .sorted(Comparator.reverseOrder())
        .toList();
  }
}
