package dev.pristine.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the tools side by side. */
@Command(
    name = "isolation",
    description = "What isolation adds to a test, with each tool.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class IsolationCommand implements Callable<Integer> {

  private static final int USUAL_SIZE = 60;
  private static final int FEWEST_TESTS = 20;
  private static final int TESTS_OF_FAST_TOOLS = 2000;

  @Spec
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  @Mixin RunOptions options = new RunOptions();

  @Option(
      names = "--tables",
      split = ",",
      description = "Sizes of generated schemas; 60 unless set, or none with --sql.")
  List<Integer> tables = List.of();

  @Option(names = "--sql", paramLabel = "FILE", description = "A schema of your own.")
  List<Path> sql = List.of();

  @Option(
      names = "--threads",
      split = ",",
      defaultValue = "1",
      description = "Threads in each process (default: ${DEFAULT-VALUE}).")
  List<Integer> threads = List.of();

  @Option(
      names = "--forks",
      split = ",",
      defaultValue = "1",
      description = "Processes (default: ${DEFAULT-VALUE}).")
  List<Integer> forks = List.of();

  @Option(
      names = "--adapters",
      split = ",",
      description =
          "The tools; all that the engine has unless set. There are: ${COMPLETION-CANDIDATES}.",
      completionCandidates = ToolNames.class)
  List<String> adapters = List.of();

  @Option(
      names = "--tests",
      description = "Tests in a cell; 2000 for fast tools unless set, and fewer for slow ones.")
  @Nullable Integer tests;

  @Option(
      names = "--rounds",
      defaultValue = "10",
      description = "Turns with and without isolation (default: ${DEFAULT-VALUE}).")
  int rounds;

  @Option(names = "--nothing-written", description = "The tests only read.")
  boolean nothingWritten;

  @Option(
      names = "--think-millis",
      defaultValue = "0",
      description = "How long each test waits for something else (default: ${DEFAULT-VALUE}).")
  long thinkMillis;

  /** For the help. */
  static final class ToolNames extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    ToolNames() {
      super(Tool.spellings());
    }
  }

  @Override
  public Integer call() throws Exception {
    Machine machine = Machine.current();
    String date =
        LocalDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MINUTES).toString();
    Dialect dialect = Dialect.ofServer();
    try {
      adapters.forEach(Tool::named);
      tables.forEach(number -> SchemaGenerator.sql(number, dialect));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    List<CellResult> results = new ArrayList<>();
    try (TemporaryFolder folder = TemporaryFolder.create();
        BenchServer server = BenchServer.open()) {
      for (Schema schema : schemas(folder.path().resolve("schemas"), dialect)) {
        server.makeTemplate(schema);
        for (Cell cell : cells(schema)) {
          results.add(measure(cell, server, folder.path()));
          // After each, because a long run may be ended early.
          report(new IsolationReport(command(), date, machine, server.settings(), results));
        }
      }
    }
    return CommandLine.ExitCode.OK;
  }

  private CellResult measure(Cell cell, BenchServer server, Path temporary) throws Exception {
    CellResult result;
    try (Crew crew = ForkedCrew.start(cell, server.access(), temporary)) {
      result = CellRun.measure(cell, crew);
    } catch (NotAvailableException e) {
      result = CellResult.unavailable(cell, String.valueOf(e.getMessage()));
    }
    CellResult.Figures figures = result.figures();
    System.out.printf(
        "%s, %s: %s%n",
        new Group(cell, List.of()).title(),
        cell.adapter(),
        figures == null
            ? "not available: " + result.unavailable()
            : "added %.2f ms, dirty %s".formatted(figures.added(), figures.dirt()));
    return result;
  }

  private void report(IsolationReport report) throws IOException {
    options.write("isolation.json", Json.page(report));
    options.write("isolation.md", IsolationPage.write(report));
    for (Map.Entry<String, String> plot : IsolationPlots.draw(report).entrySet()) {
      options.write(plot.getKey(), plot.getValue());
    }
  }

  private List<Schema> schemas(Path folder, Dialect dialect) throws IOException {
    List<Schema> schemas = new ArrayList<>();
    List<Integer> sizes = tables.isEmpty() && sql.isEmpty() ? List.of(USUAL_SIZE) : tables;
    for (int number : sizes) {
      schemas.add(Schema.generated(number, folder, dialect));
    }
    for (Path file : sql) {
      schemas.add(Schema.ofFile(file, folder, dialect));
    }
    return schemas;
  }

  private List<Cell> cells(Schema schema) {
    List<Cell> cells = new ArrayList<>();
    for (int fork : forks) {
      for (int thread : threads) {
        for (String adapter : adapters.isEmpty() ? Tool.of(schema.dialect()) : adapters) {
          int number = tests == null ? usualTests(Tool.named(adapter), schema) : tests;
          cells.add(
              new Cell(
                  adapter,
                  schema,
                  thread,
                  fork,
                  number,
                  Math.min(rounds, number),
                  !nothingWritten,
                  thinkMillis));
        }
      }
    }
    return cells;
  }

  /** Slow tools get slower with the schema, and their differences larger than noise. */
  private static int usualTests(Tool tool, Schema schema) {
    int usual = tool.usualTests();
    int size = schema.tables();
    boolean asUsual = usual >= TESTS_OF_FAST_TOOLS || size <= USUAL_SIZE;
    return asUsual ? usual : Math.max(FEWEST_TESTS, usual * USUAL_SIZE / size);
  }

  private String command() {
    return "mvn -B -q -pl benchmarks -am -Pbenchmarks -DskipTests verify -Dbench='%s'"
        .formatted(String.join(" ", spec.commandLine().getParseResult().originalArgs()));
  }
}
