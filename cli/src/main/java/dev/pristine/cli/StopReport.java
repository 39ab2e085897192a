package dev.pristine.cli;

import java.util.List;

/**
 * What became of the server.
 *
 * @param outcome {@code stopped}, {@code not-running}, {@code in-use} or {@code not-ours}
 * @param usedBy the processes that use it
 */
record StopReport(String outcome, List<String> usedBy) implements Report {

  private static final String STOPPED = "stopped";
  private static final String NOT_RUNNING = "not-running";
  private static final String IN_USE = "in-use";
  private static final String NOT_OURS = "not-ours";

  static StopReport done() {
    return new StopReport(STOPPED, List.of());
  }

  static StopReport notRunning() {
    return new StopReport(NOT_RUNNING, List.of());
  }

  static StopReport used(List<String> users) {
    return new StopReport(IN_USE, users);
  }

  static StopReport notOurs() {
    return new StopReport(NOT_OURS, List.of());
  }

  @Override
  public void describe(Page page) {
    switch (outcome) {
      case STOPPED -> page.line("Stopped the embedded server.");
      case NOT_RUNNING -> page.line("The embedded server is not running.");
      case NOT_OURS ->
          page.line(
              "The server of pristine.server is not ours to stop: Pristine did not start it.");
      default -> {
        page.line("The embedded server was not stopped, because it is used by:");
        usedBy.forEach(process -> page.line("  %s".formatted(process)));
      }
    }
  }

  @Override
  public int exitCode() {
    boolean ended = outcome.equals(STOPPED) || outcome.equals(NOT_RUNNING);
    return ended ? ExitCodes.DONE : ExitCodes.NOT_DONE;
  }
}
