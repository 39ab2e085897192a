package dev.pristine.cli;

import dev.pristine.cli.TestRun.Failure;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The two halves of the demonstration.
 *
 * @param server the server's name and version
 * @param threads how many tests ran at once
 * @param shared the run in which all tests shared one database
 * @param isolated the run in which each had its own
 * @param firstDatabaseMillis how long the first test database of a new process takes
 */
record DemoReport(
    String server, int threads, TestRun shared, TestRun isolated, long firstDatabaseMillis)
    implements Report {

  private static final int MOST_MESSAGES = 5;

  @Override
  public void describe(Page page) {
    page.line("%s, %d tests in %d threads".formatted(server, isolated.tests(), threads));
    page.blank();
    page.heading("All tests share one database");
    describe(shared, page);
    page.blank();
    page.heading("The same tests, each on a pristine database of its own");
    describe(isolated, page);
    page.blank();
    page.line("First test database in a new process: %d ms".formatted(firstDatabaseMillis));
    if (shared.failed() == 0) {
      page.blank();
      page.line(page.bad("Nothing collided on the shared database. Try more --threads."));
    }
  }

  private static void describe(TestRun run, Page page) {
    String failed = "%d failed".formatted(run.failed());
    String passed = "%d passed".formatted(run.passed());
    page.line(
        "  %s, %s in %d ms"
            .formatted(
                run.failed() > 0 ? page.bad(failed) : failed,
                run.failed() == 0 ? page.good(passed) : passed,
                run.millis()));
    List<Map.Entry<String, Long>> messages = messages(run);
    messages.stream()
        .limit(MOST_MESSAGES)
        .forEach(each -> page.line("  %4d x  %s".formatted(each.getValue(), each.getKey())));
    if (messages.size() > MOST_MESSAGES) {
      page.line("         and %d other messages".formatted(messages.size() - MOST_MESSAGES));
    }
  }

  /** Counts how often each message was there, the most frequent first. */
  private static List<Map.Entry<String, Long>> messages(TestRun run) {
    return run.failures().stream()
        .collect(Collectors.groupingBy(Failure::message, Collectors.counting()))
        .entrySet()
        .stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .toList();
  }

  /** Done if it showed what it is for. */
  @Override
  public int exitCode() {
    boolean shown = shared.failed() > 0 && isolated.failed() == 0 && isolated.tests() > 0;
    return shown ? ExitCodes.DONE : ExitCodes.NOT_DONE;
  }
}
