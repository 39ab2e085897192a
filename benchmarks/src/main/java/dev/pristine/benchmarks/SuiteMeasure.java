package dev.pristine.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Measures one suite, one way, round by round. Not thread-safe. */
final class SuiteMeasure {

  private final SuiteWay way;
  private final Suite suite;
  private final long thinkMillis;
  private final int parallelism;
  private final List<SuiteCrew.Run> series = new ArrayList<>();
  private final List<SuiteCrew.Run> parallel = new ArrayList<>();
  private @Nullable String unavailable;

  SuiteMeasure(SuiteWay way, Suite suite, long thinkMillis, int parallelism) {
    this.way = way;
    this.suite = suite;
    this.thinkMillis = thinkMillis;
    this.parallelism = parallelism;
  }

  /**
   * Runs the suite in series and in parallel, each after a run to warm up.
   *
   * @param number a number that no other round has
   */
  void round(ServerAccess server, Schema schema, int number) throws Exception {
    if (unavailable != null) {
      return;
    }
    try {
      run(server, schema, 1, number, series);
      run(server, schema, parallelism, number, parallel);
    } catch (NotAvailableException e) {
      unavailable = e.getMessage();
    }
  }

  private void run(
      ServerAccess server, Schema schema, int threads, int number, List<SuiteCrew.Run> runs)
      throws Exception {
    // One database for a whole suite in series would hold several times as many rows.
    int workers = way == SuiteWay.NEVER_RESET ? parallelism : threads;
    try (SuiteCrew crew = SuiteCrew.open(way, suite, server, schema, threads, workers, number)) {
      crew.run(0);
      runs.add(crew.run(thinkMillis));
    }
  }

  SuiteResult result() {
    return new SuiteResult(
        suite.name(),
        suite.tests().size(),
        thinkMillis,
        way.spelling(),
        parallelism,
        unavailable,
        side(series),
        side(parallel));
  }

  private SuiteResult.@Nullable Side side(List<SuiteCrew.Run> runs) {
    if (runs.isEmpty()) {
      return null;
    }
    return new SuiteResult.Side(
        perTest(runs, SuiteCrew.Run::wallNanos),
        perTest(runs, SuiteCrew.Run::clientNanos),
        perTest(runs, SuiteCrew.Run::allNanos),
        runs.stream().mapToInt(SuiteCrew.Run::dirtyTests).max().orElse(0));
  }

  private double perTest(List<SuiteCrew.Run> runs, ToDoubleFunction<SuiteCrew.Run> nanos) {
    double median = Statistics.median(runs.stream().mapToDouble(nanos).toArray());
    return Statistics.millis(median) / suite.tests().size();
  }
}
