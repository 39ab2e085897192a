package dev.pristine.benchmarks;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures three suites in series and in parallel. */
@Command(
    name = "suites",
    description = "Suites of 139, 199 and 316 tests that create users with roles and check counts.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class SuitesCommand implements Callable<Integer> {

  @Mixin RunOptions options = new RunOptions();

  @Option(
      names = "--workers",
      defaultValue = "4",
      description = "How many tests run at once in parallel runs (default: ${DEFAULT-VALUE}).")
  int workers;

  @Option(
      names = "--think-millis",
      split = ",",
      defaultValue = "0,20",
      description = "How long each test waits for something else (default: ${DEFAULT-VALUE}).")
  List<Long> thinkMillis = List.of();

  @Option(
      names = "--sizes",
      split = ",",
      description = "How many tests a suite has; 139, 199 and 316 unless set.")
  List<Integer> sizes = Suite.SIZES;

  @Option(
      names = "--ways",
      split = ",",
      converter = SuiteWay.Spelling.class,
      description = "How tests are kept apart, as the report calls it; all ways unless set.")
  List<SuiteWay> ways = List.of(SuiteWay.values());

  @Option(
      names = "--rounds",
      defaultValue = "7",
      description = "How often each suite is run each way (default: ${DEFAULT-VALUE}).")
  int rounds;

  @Override
  public Integer call() throws Exception {
    String date =
        LocalDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MINUTES).toString();
    Machine machine = Machine.current();
    List<SuiteResult> results = new ArrayList<>();
    try (TemporaryFolder folder = TemporaryFolder.create();
        BenchServer server = BenchServer.open()) {
      Schema schema = SuiteSchema.write(folder.path());
      server.makeTemplate(schema);
      for (int size : sizes) {
        for (long think : thinkMillis) {
          results.addAll(measure(Suite.ofSize(size), think, server, schema));
          SuitesPage.Report report =
              new SuitesPage.Report(date, machine, server.settings(), results);
          options.write("suites.json", Json.page(report));
          options.write("suites.md", SuitesPage.write(report));
        }
      }
    }
    return CommandLine.ExitCode.OK;
  }

  private List<SuiteResult> measure(Suite suite, long think, BenchServer server, Schema schema)
      throws Exception {
    Map<SuiteWay, SuiteMeasure> measures = new EnumMap<>(SuiteWay.class);
    for (SuiteWay way : ways) {
      measures.put(way, new SuiteMeasure(way, suite, think, workers));
    }
    int number = 0;
    // Round by round, so that all ways see the same weather; each with crews of its own, because
    // a database that is never reset gets slower with what is in it.
    for (int round = 0; round < rounds; round++) {
      for (SuiteMeasure measure : measures.values()) {
        measure.round(server.access(), schema, number++);
      }
    }
    List<SuiteResult> results = measures.values().stream().map(SuiteMeasure::result).toList();
    for (SuiteResult result : results) {
      System.out.printf(
          "%s, wait %d ms, %s: %s%n",
          result.suite(),
          think,
          result.way(),
          result.unavailable() == null
              ? "speed-up %.2f".formatted(result.speedUp())
              : "not available: " + result.unavailable());
    }
    return results;
  }
}
