package dev.pristine.benchmarks;

/** A tool, or a habit, that keeps tests apart. Its workers may work at the same time. */
interface Adapter extends AutoCloseable {

  /** Tells how the tool was set up, for people. */
  String configuration();

  /** Makes one of those who run tests, one after the other. Used by one thread. */
  Worker worker(int number) throws Exception;

  /** Removes what it has made. */
  @Override
  void close() throws Exception;

  /** One of those who run tests. */
  interface Worker extends AutoCloseable {

    /** Does what the tool does before a test. */
    Connections begin(String test) throws Exception;

    /** Does what the tool does after a test, whose connections are closed. */
    void end() throws Exception;

    @Override
    void close() throws Exception;
  }
}
