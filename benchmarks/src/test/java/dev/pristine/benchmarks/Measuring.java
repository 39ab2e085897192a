package dev.pristine.benchmarks;

import dev.pristine.enginetests.OpenFolder;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** A server of the tests' own, the same for all classes, with a schema of six tables. */
final class Measuring implements BeforeAllCallback {

  private @Nullable Place place;

  @Override
  public void beforeAll(ExtensionContext context) {
    place =
        context
            .getRoot()
            .getStore(Namespace.create(Measuring.class))
            .computeIfAbsent(Place.class, key -> Place.open(), Place.class);
  }

  BenchServer server() {
    return place().server;
  }

  TemporaryFolder temporary() {
    return place().temporary;
  }

  Schema schema() {
    return place().schema;
  }

  /** Makes the template of another schema, if it is not there. */
  void makeTemplateOnce(Schema other) throws Exception {
    if (place().templates.add(other.name())) {
      server().makeTemplate(other);
    }
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

  private Place place() {
    return Objects.requireNonNull(place);
  }

  /** Where all measure. Closed by JUnit when all tests have run. */
  private static final class Place implements AutoCloseable {

    private static final String CACHE = "pristine.cache";

    private final OpenFolder cache;
    private final TemporaryFolder temporary;
    private final BenchServer server;
    private final Schema schema;
    private final Set<String> templates = new HashSet<>();

    private Place(OpenFolder cache, TemporaryFolder temporary, BenchServer server, Schema schema) {
      this.cache = cache;
      this.temporary = temporary;
      this.server = server;
      this.schema = schema;
    }

    static Place open() {
      try {
        OpenFolder cache = OpenFolder.create();
        TemporaryFolder temporary = TemporaryFolder.create();
        System.setProperty(CACHE, cache.path().toString());
        Schema schema = Schema.generated(6, temporary.path(), Dialect.POSTGRESQL);
        Place place = new Place(cache, temporary, BenchServer.open(), schema);
        place.server.makeTemplate(schema);
        return place;
      } catch (Exception e) {
        throw new AssertionError("Cannot set up the tests' server", e);
      }
    }

    @Override
    public void close() throws Exception {
      try (OpenFolder last = cache;
          TemporaryFolder second = temporary;
          BenchServer first = server) {
        System.clearProperty(CACHE);
      }
    }
  }
}
