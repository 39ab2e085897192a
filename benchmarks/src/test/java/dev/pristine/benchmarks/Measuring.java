package dev.pristine.benchmarks;

import dev.pristine.enginetests.OpenFolder;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server of the tests' own, with a schema of six tables. */
final class Measuring implements BeforeAllCallback, AfterAllCallback {

  private static final String CACHE = "pristine.cache";

  private final Set<String> templates = new HashSet<>();
  private @Nullable OpenFolder folder;
  private @Nullable TemporaryFolder temporary;
  private @Nullable BenchServer server;
  private @Nullable Schema schema;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    OpenFolder created = OpenFolder.create();
    folder = created;
    temporary = TemporaryFolder.create();
    System.setProperty(CACHE, created.path().toString());
    server = BenchServer.open();
    schema = Schema.generated(6, created.path().resolve("schemas"));
    server.makeTemplate(schema);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    try (OpenFolder last = folder;
        TemporaryFolder other = temporary;
        BenchServer first = server) {
      System.clearProperty(CACHE);
    }
  }

  BenchServer server() {
    return Objects.requireNonNull(server);
  }

  /** Makes the template of another schema, if it is not there. */
  void makeTemplateOnce(Schema other) throws Exception {
    if (templates.add(other.name())) {
      server().makeTemplate(other);
    }
  }

  TemporaryFolder temporary() {
    return Objects.requireNonNull(temporary);
  }

  Schema schema() {
    return Objects.requireNonNull(schema);
  }

  /** Measures one cell of six tables. */
  CellResult measure(Tool tool, int threads, int tests) throws Exception {
    Cell cell = new Cell(tool.spelling(), schema(), threads, 1, tests, 2, true, 0);
    try (Crew crew = LocalCrew.open(cell, server().access(), 0)) {
      return CellRun.measure(cell, crew);
    }
  }

  /** Measures one cell of six tables in processes of their own. */
  CellResult measureInForks(Tool tool, int forks, int tests) throws Exception {
    Cell cell = new Cell(tool.spelling(), schema(), 1, forks, tests, 2, true, 0);
    try (Crew crew = ForkedCrew.start(cell, server().access(), temporary().path())) {
      return CellRun.measure(cell, crew);
    }
  }
}
