package dev.pristine.benchmarks;

import java.util.List;

/**
 * All that a run has measured, and on what.
 *
 * @param command how to run it again
 * @param date when it was begun
 * @param machine where
 * @param server the server's settings
 * @param results the cells, in the order in which they were measured
 */
record IsolationReport(
    String command, String date, Machine machine, List<String> server, List<CellResult> results) {

  /** Copies the lists. */
  IsolationReport {
    server = List.copyOf(server);
    results = List.copyOf(results);
  }
}
