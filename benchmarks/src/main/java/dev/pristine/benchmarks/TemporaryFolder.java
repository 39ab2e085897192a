package dev.pristine.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for a run's schemas and servers, in memory where there is such a place. */
final class TemporaryFolder implements AutoCloseable {

  private final Path path;

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  static TemporaryFolder create() throws IOException {
    List<Path> places = List.of(Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir")));
    for (Path place : places) {
      if (Files.isWritable(place)) {
        return new TemporaryFolder(Files.createTempDirectory(place, "pristine-bench-"));
      }
    }
    throw new IOException("No temporary folder can be written: " + places);
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
