package dev.pristine.benchmarks;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.benchmarks.FirstDatabase.Times;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the first database of new processes. */
@Command(
    name = "first-database",
    description =
        "From Pristine.open to the first answer of the first test database, in new processes, with"
            + " binaries, data and template cached.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class FirstDatabaseCommand implements Callable<Integer> {

  @Mixin RunOptions options = new RunOptions();

  @Option(
      names = "--tables",
      defaultValue = "60",
      description = "The generated schema's size (default: ${DEFAULT-VALUE}).")
  int tables;

  @Option(
      names = "--runs",
      defaultValue = "11",
      description = "How many processes (default: ${DEFAULT-VALUE}).")
  int runs;

  @Option(
      names = "--isolation",
      description = "Pristine's own default unless set: ${COMPLETION-CANDIDATES}.")
  Isolation isolation = Settings.load().isolation();

  /**
   * One row.
   *
   * @param server whether the server ran already
   * @param isolation the isolation
   * @param median the times' medians
   * @param all the times of each process
   */
  record Row(String server, Isolation isolation, Times median, List<Times> all) {}

  @Override
  public Integer call() throws Exception {
    List<Row> rows = new ArrayList<>();
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      Schema schema = Schema.generated(tables, folder.path(), Dialect.ofServer());
      // Twice, because what the first leaves behind is kept when the last leaves the server.
      measure(schema, folder.path());
      measure(schema, folder.path());
      boolean runsAlready = isRunning();
      rows.add(rows(runsAlready ? "runs for others" : "started", schema, folder.path()));
      try (Pristine held = PristineAdapter.open(0)) {
        rows.add(rows("runs already", schema, folder.path()));
      }
    }
    options.write("first-database.json", Json.page(rows));
    options.write("first-database.md", page(rows));
    System.out.print(page(rows));
    return CommandLine.ExitCode.OK;
  }

  private static boolean isRunning() {
    Optional<Pristine> running = Pristine.openIfRunning(Settings.load());
    running.ifPresent(Pristine::close);
    return running.isPresent();
  }

  private Row rows(String server, Schema schema, Path folder) throws IOException {
    List<Times> times = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      times.add(measure(schema, folder));
    }
    return new Row(
        server,
        isolation,
        new Times(
            median(times, Times::opened),
            median(times, Times::acquired),
            median(times, Times::answered)),
        times);
  }

  private Times measure(Schema schema, Path folder) throws IOException {
    try (Jvm process =
        Jvm.start(
            FirstDatabase.class,
            List.of("-Djava.io.tmpdir=" + folder),
            Json.line(schema),
            isolation.name())) {
      return Json.read(process.hear(FirstDatabase.ANSWER), Times.class);
    }
  }

  private static double median(List<Times> times, ToDoubleFunction<Times> part) {
    return Statistics.median(times.stream().mapToDouble(part).toArray());
  }

  private String page(List<Row> rows) {
    StringBuilder page = new StringBuilder();
    page.append("# The first test database of a new process\n\n");
    page.append(
        "%s. Schema of %d tables, all cached. Milliseconds from before `Pristine.open`, medians of %d processes.\n\n"
            .formatted(Machine.current().describe(), tables, runs));
    page.append("| server | isolation | session open | acquired | first answer | least | most |\n");
    page.append("|---|---|---|---|---|---|---|\n");
    for (Row row : rows) {
      double[] answered = row.all().stream().mapToDouble(Times::answered).toArray();
      page.append(
          "| %s | %s | %.0f | %.0f | **%.0f** | %.0f | %.0f |\n"
              .formatted(
                  row.server(),
                  row.isolation(),
                  row.median().opened(),
                  row.median().acquired(),
                  row.median().answered(),
                  Statistics.quantile(0, answered),
                  Statistics.quantile(1, answered)));
    }
    return page.toString();
  }
}
