package dev.pristine.benchmarks;

import dev.pristine.benchmarks.SuiteResult.Side;
import java.util.List;
import java.util.Objects;

/** Writes what was measured of the suites as Markdown. */
final class SuitesPage {

  private SuitesPage() {}

  /**
   * All that was measured.
   *
   * @param date when it was begun
   * @param machine where
   * @param server the server's settings
   * @param results the results
   */
  record Report(String date, Machine machine, List<String> server, List<SuiteResult> results) {

    /** Copies the lists. */
    Report {
      server = List.copyOf(server);
      results = List.copyOf(results);
    }
  }

  static String write(Report report) {
    StringBuilder page = new StringBuilder();
    page.append("# Three suites that create users with roles\n\n");
    page.append("%s. %s.\n\n".formatted(report.date(), report.machine().describe()));
    page.append("Server: ").append(String.join(", ", report.server())).append(".\n\n");
    page.append(
        """
        Milliseconds a test, medians of whole runs. *of the bound* = the speed-up, as a part of the one \
        that the same suite reaches on separate databases that are never reset. *client*, *all* = work \
        of the processors for a test in series: the worker's thread; this process and the server's. \
        *waiting* = the rest of a test in series. *dirty* = tests that found what others had left.

        | suite | wait in it | way | series | workers | parallel | speed-up | of the bound | client | all | waiting | dirty |
        |---|---|---|---|---|---|---|---|---|---|---|---|
        """);
    for (SuiteResult result : report.results()) {
      page.append(row(result, bound(result, report.results())));
    }
    return page.toString();
  }

  private static double bound(SuiteResult result, List<SuiteResult> results) {
    return results.stream()
        .filter(other -> other.way().equals(SuiteWay.NEVER_RESET.spelling()))
        .filter(other -> other.suite().equals(result.suite()))
        .filter(other -> other.thinkMillis() == result.thinkMillis())
        .mapToDouble(SuiteResult::speedUp)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static String row(SuiteResult result, double bound) {
    String begin = "| %s | %d | %s |".formatted(result.suite(), result.thinkMillis(), result.way());
    Side series = result.series();
    Side parallel = result.parallel();
    if (series == null || parallel == null) {
      return begin
          + " not available: %s |||||||||\n"
              .formatted(Objects.requireNonNullElse(result.unavailable(), ""));
    }
    return begin
        + " %s | %d | %s | **%s** | %s | %s | %s | %s | %d |\n"
            .formatted(
                IsolationPage.number(series.wall()),
                result.workers(),
                IsolationPage.number(parallel.wall()),
                IsolationPage.number(result.speedUp()),
                Double.isNaN(bound) ? "–" : "%.0f %%".formatted(100 * result.speedUp() / bound),
                IsolationPage.number(series.clientCpu()),
                IsolationPage.number(series.allCpu()),
                IsolationPage.number(series.waiting()),
                parallel.dirtyTests());
  }
}
