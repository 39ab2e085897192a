package dev.pristine.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * What was measured of a suite, one way; milliseconds for one test, medians of several runs.
 *
 * @param suite the suite's name
 * @param tests how many tests it has
 * @param thinkMillis how long each waits for something else than the database
 * @param way how its tests were kept apart
 * @param workers how many ran at once in the parallel runs
 * @param unavailable why nothing was measured; null if something was
 * @param series the runs in series
 * @param parallel the parallel runs
 */
record SuiteResult(
    String suite,
    int tests,
    long thinkMillis,
    String way,
    int workers,
    @Nullable String unavailable,
    @Nullable Side series,
    @Nullable Side parallel) {

  /**
   * Runs with as many workers.
   *
   * @param wall the wall time of the suite, divided by its tests
   * @param clientCpu what the worker's thread worked
   * @param allCpu what this process and the server's worked, in the background too
   * @param dirtyTests how many tests of a run found what others had left
   */
  record Side(double wall, double clientCpu, double allCpu, int dirtyTests) {

    /** Returns which part of a test in series is waiting: neither we nor the server work. */
    double waiting() {
      return Math.max(0, wall - allCpu);
    }
  }

  /** Returns how many times faster the parallel runs are; 0 if nothing was measured. */
  double speedUp() {
    return series == null || parallel == null ? 0 : series.wall() / parallel.wall();
  }
}
