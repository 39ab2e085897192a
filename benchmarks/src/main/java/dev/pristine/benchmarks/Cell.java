package dev.pristine.benchmarks;

/**
 * One measurement.
 *
 * @param adapter the tool's name
 * @param schema the application
 * @param threads how many run tests in each process
 * @param forks how many processes
 * @param tests how many tests in all
 * @param rounds into how many turns they are divided, each after as many tests without isolation
 * @param writes whether the tests write
 * @param thinkMillis how long each test waits for something else than the database
 */
record Cell(
    String adapter,
    Schema schema,
    int threads,
    int forks,
    int tests,
    int rounds,
    boolean writes,
    long thinkMillis) {

  /** Returns how many tests run at once. */
  int workers() {
    return threads * forks;
  }
}
