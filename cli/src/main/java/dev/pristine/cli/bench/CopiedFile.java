package dev.pristine.cli.bench;

import dev.pristine.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies of a database that is a file, as people make them by hand. Not thread-safe. */
final class CopiedFile implements AutoCloseable {

  private final TestDatabase original;
  private final Path file;
  private final Path folder;
  private int copies;

  /** Makes a folder for the copies, next to the original, which nobody may open meanwhile. */
  CopiedFile(TestDatabase original, Path file) {
    this.original = original;
    this.file = file;
    try {
      this.folder = Files.createTempDirectory(file.getParent(), "bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Something that is done in a copy. */
  interface Use {
    void of(Connection connection) throws SQLException;
  }

  /** Makes a copy, opens a connection to it, and removes it. */
  void use(Use use) throws SQLException {
    copies++;
    Path copy = folder.resolve(copies + ".db");
    try {
      Files.copy(file, copy);
      String url = original.jdbcUrl().replace(file.toString(), copy.toString());
      try (Connection connection = DriverManager.getConnection(url)) {
        use.of(connection);
      }
      for (Path each : files()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new SQLException("Cannot copy the file [%s]: %s".formatted(file, e.getMessage()), e);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
