package dev.pristine.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A program that comes with the operating system, wherever the user's own path leads. */
final class SystemProgram {

  /** Where they are looked for. */
  static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin");

  private SystemProgram() {}

  static Optional<Path> find(String name) {
    return FOLDERS.stream()
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Finds one that is not Busybox's, whose programs can do less. */
  static Optional<Path> findWhole(String name) {
    return FOLDERS.stream()
        .map(folder -> Path.of(folder, name))
        .filter(program -> Files.isExecutable(program) && !isBusybox(program))
        .findFirst();
  }

  private static boolean isBusybox(Path program) {
    try {
      return program.toRealPath().getFileName().toString().contains("busybox");
    } catch (IOException e) {
      return true;
    }
  }
}
