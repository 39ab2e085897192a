package dev.pristine.migrations;

import dev.pristine.MigrationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where migrations are: a folder or one file, on the class path or in the file system.
 *
 * @param text as it was given, for messages
 * @param path the path itself; on the class path without a leading or trailing slash
 * @param loader who finds it, if it is on the class path
 */
record Location(String text, String path, boolean onClassPath, ClassLoader loader) {

  /** What a location holds, in the order of {@link NaturalOrder}. */
  record Contents(boolean folder, List<SourceFile> files) {}

  static final Comparator<SourceFile> IN_ORDER =
      Comparator.comparing(SourceFile::name, new NaturalOrder());

  private static final String CLASS_PATH = "classpath:";
  private static final String FILE_SYSTEM = "filesystem:";

  /** At least two letters, because one letter is a drive. */
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  static Location of(String text) {
    return of(text, contextLoader());
  }

  static Location of(String text, ClassLoader loader) {
    String trimmed = text.strip();
    boolean onClassPath = trimmed.startsWith(CLASS_PATH);
    String path = trimmed;
    if (onClassPath) {
      path = trimmed.substring(CLASS_PATH.length()).replaceAll("^/+|/+$", "");
    } else if (trimmed.startsWith(FILE_SYSTEM)) {
      path = trimmed.substring(FILE_SYSTEM.length());
    }
    if (path.isBlank()) {
      throw new MigrationException(
          "The location of migrations [%s] names no folder or file.".formatted(text));
    }
    if (!onClassPath && PREFIX.matcher(path).matches()) {
      throw new MigrationException(
          "The location of migrations [%s] is of an unknown kind. Known are classpath:, filesystem: and a path without a prefix."
              .formatted(text));
    }
    return new Location(trimmed, path, onClassPath, loader);
  }

  /** Returns the loader that the calling thread works with. */
  static ClassLoader contextLoader() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return loader != null ? loader : ClassLoader.getSystemClassLoader();
  }

  /** Returns the same location as Flyway spells it. */
  String withPrefix() {
    return (onClassPath ? CLASS_PATH : FILE_SYSTEM) + path;
  }

  /**
   * Returns what is there now.
   *
   * @throws MigrationException if nothing is there, or an empty folder
   */
  Contents contents() {
    Contents contents;
    try {
      contents = onClassPath ? new ClassPathFolder(this).contents() : inFileSystem();
    } catch (IOException | UncheckedIOException e) {
      throw new MigrationException(
          "The migrations [%s] cannot be read: %s.".formatted(text, e.getMessage()), e);
    }
    if (contents.files().isEmpty()) {
      throw new MigrationException(
          "The migrations' folder [%s] is empty. Put migrations into it, or name another place."
              .formatted(text));
    }
    return contents;
  }

  private Contents inFileSystem() throws IOException {
    Path start;
    try {
      start = Path.of(path);
    } catch (InvalidPathException e) {
      throw new MigrationException(
          "The location of migrations [%s] is no path: %s.".formatted(text, e.getMessage()), e);
    }
    if (Files.isRegularFile(start)) {
      String name = String.valueOf(start.getFileName());
      return new Contents(
          false, List.of(new SourceFile(name, path, () -> Files.newInputStream(start))));
    }
    if (!Files.isDirectory(start)) {
      throw new MigrationException(
          "The migrations [%s] are not there. Looked for [%s]. Put them there, or name another place."
              .formatted(text, start.toAbsolutePath().normalize()));
    }
    return new Contents(true, sorted(below(start, path.replaceAll("/+$", ""))));
  }

  /** Lists the files of a folder and of the folders in it, in no order. */
  static List<SourceFile> below(Path folder, String place) throws IOException {
    List<SourceFile> files = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      paths
          .filter(Files::isRegularFile)
          .forEach(
              file -> {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (!SourceFile.isDebris(name)) {
                  files.add(
                      new SourceFile(name, place + "/" + name, () -> Files.newInputStream(file)));
                }
              });
    }
    return files;
  }

  static List<SourceFile> sorted(List<SourceFile> files) {
    return files.stream().sorted(IN_ORDER).toList();
  }

  @Override
  public String toString() {
    return text;
  }
}
