package dev.pristine.migrations;

import dev.pristine.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Where Liquibase looks for the files that a changelog names: in folders, then on the class path.
 * The first place that has a name counts.
 *
 * @param changelog the changelog's name below the first place that has it
 */
record ChangelogRoots(String changelog, List<Path> folders, ClassLoader loader) {

  static ChangelogRoots of(Location location) {
    if (location.contents().folder()) {
      throw new MigrationException(
          "Liquibase needs a changelog, but [%s] is a folder. Name the file.".formatted(location));
    }
    if (location.onClassPath()) {
      return new ChangelogRoots(location.path(), List.of(), location.loader());
    }
    Path file = Path.of(location.path()).toAbsolutePath().normalize();
    Path ownFolder = file.resolveSibling("");
    Path workingFolder = Path.of("").toAbsolutePath();
    if (!file.startsWith(workingFolder)) {
      return new ChangelogRoots(
          String.valueOf(file.getFileName()), List.of(ownFolder), location.loader());
    }
    String name = workingFolder.relativize(file).toString().replace('\\', '/');
    return new ChangelogRoots(name, List.of(workingFolder, ownFolder), location.loader());
  }

  /** Returns the folder of the changelog; empty if it is a place where Liquibase looks itself. */
  String ownFolder() {
    return folderOf(changelog);
  }

  /** Returns the file of a name, or the files in the folder of that name; none if there is none. */
  List<SourceFile> find(String name) {
    try {
      for (Path root : folders) {
        Path found = root.resolve(name);
        if (Files.isRegularFile(found)) {
          return List.of(new SourceFile(name, found.toString(), () -> Files.newInputStream(found)));
        }
        if (Files.isDirectory(found)) {
          return within(name, Location.below(found, found.toString()));
        }
      }
    } catch (IOException e) {
      throw new MigrationException(
          "The changelog's folder [%s] cannot be read: %s.".formatted(name, e.getMessage()), e);
    }
    if (loader.getResource(name) == null) {
      return List.of();
    }
    Location.Contents contents = Location.of("classpath:" + name, loader).contents();
    return contents.folder()
        ? within(name, contents.files())
        : List.of(contents.files().get(0).named(name));
  }

  private static List<SourceFile> within(String folder, List<SourceFile> files) {
    List<SourceFile> named = new ArrayList<>();
    for (SourceFile file : Location.sorted(files)) {
      named.add(file.named(folder + "/" + file.name()));
    }
    return named;
  }

  static String folderOf(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  /** Spells a name as Liquibase finds it: no prefix, no leading slash, no dots on the way. */
  static String normal(String name) {
    Deque<String> parts = new ArrayDeque<>();
    String path = name.replace('\\', '/').replaceFirst("^classpath\\*?:", "");
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }
}
