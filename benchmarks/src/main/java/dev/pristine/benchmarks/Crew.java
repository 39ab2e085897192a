package dev.pristine.benchmarks;

/** Those who run a cell's tests: some threads, in this process or in others. */
interface Crew extends AutoCloseable {

  /** Tells how the tool was set up. */
  String configuration();

  /**
   * Runs so many tests.
   *
   * @param isolated with the tool; else without isolation
   */
  Block run(boolean isolated, int tests) throws Exception;

  @Override
  void close() throws Exception;
}
