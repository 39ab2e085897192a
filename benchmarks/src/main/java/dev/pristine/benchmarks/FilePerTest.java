package dev.pristine.benchmarks;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.TestDatabase;
import dev.pristine.migrations.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A new file of SQLite's for each test, in a folder in memory: copied, or made by all SQL again.
 */
final class FilePerTest implements Adapter {

  private final Schema schema;
  private final boolean copies;
  private final TemporaryFolder folder;
  private final String parameters;

  FilePerTest(Setup setup, boolean copies) throws Exception {
    this.schema = setup.schema();
    this.copies = copies;
    this.folder = TemporaryFolder.create();
    this.parameters = parameters();
    if (copies) {
      migrate(folder.path().resolve("template.db"));
    }
  }

  /** Those of Pristine's own connections, except that a missing file is made. */
  private static String parameters() {
    try (Pristine pristine = PristineAdapter.open(1);
        TestDatabase database =
            pristine.acquire(
                Migrations.callback("empty", target -> {}), Isolation.CLONE, "parameters")) {
      String query = database.jdbcUrl().replaceFirst("^[^?]*[?]?", "");
      return Arrays.stream(query.split("&", -1))
          .filter(parameter -> !parameter.startsWith("open_mode="))
          .collect(Collectors.joining("&", "?", ""));
    }
  }

  @Override
  public String configuration() {
    return (copies
            ? "Files.copy of a template under a new name before each test"
            : "a new file before each test, and the schema's SQL, statement by statement")
        + ", a new connection, the files deleted after it; in memory, the same pragmas as Pristine";
  }

  @Override
  public Worker worker(int number) {
    return new NewFile(number);
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }

  private DriverManagerDataSource dataSource(Path file) {
    return new DriverManagerDataSource("jdbc:sqlite:" + file + parameters);
  }

  private void migrate(Path file) throws Exception {
    DriverManagerDataSource dataSource = dataSource(file);
    HandMade.migrate(schema, dataSource, String.valueOf(dataSource.getUrl()), "", "");
  }

  private final class NewFile implements Worker {

    private final int number;
    private int tests;
    private Path file = Path.of("");

    NewFile(int number) {
      this.number = number;
    }

    @Override
    public Connections begin(String test) throws Exception {
      tests++;
      file = folder.path().resolve("worker%d-%d.db".formatted(number, tests));
      if (copies) {
        Files.copy(folder.path().resolve("template.db"), file);
      } else {
        migrate(file);
      }
      return dataSource(file)::getConnection;
    }

    @Override
    public void end() throws IOException {
      for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
      }
    }

    @Override
    public void close() {
      // The folder is removed with all that is in it.
    }
  }
}
