package dev.pristine.cli;

import java.util.List;

/**
 * How a run of tests went.
 *
 * @param tests how many there were
 * @param failures one for each that failed, in the order in which they did
 */
record TestRun(int tests, int failed, int passed, long millis, List<Failure> failures) {

  TestRun {
    failures = List.copyOf(failures);
  }

  /** A test that failed, and why, in one line. */
  record Failure(String test, String message) {}
}
