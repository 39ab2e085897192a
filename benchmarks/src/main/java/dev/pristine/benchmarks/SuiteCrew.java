package dev.pristine.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Those who run a suite, in series or several at once. */
final class SuiteCrew implements AutoCloseable {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Suite suite;
  private final Adapter adapter;
  private final List<Adapter.Worker> workers = new ArrayList<>();
  private final int threadCount;
  private final ExecutorService threads;
  private final CpuClock clock;
  private int runs;

  private SuiteCrew(Suite suite, Adapter adapter, int threads, CpuClock clock) {
    this.suite = suite;
    this.adapter = adapter;
    this.clock = clock;
    this.threadCount = threads;
    this.threads = Executors.newFixedThreadPool(threads);
  }

  /**
   * One run of a whole suite.
   *
   * @param wallNanos how long it took
   * @param clientNanos how long the workers' own threads worked
   * @param allNanos how long this process and the server's worked
   * @param dirtyTests how many tests found what others had left
   */
  record Run(long wallNanos, long clientNanos, long allNanos, int dirtyTests) {}

  private record Share(long clientNanos, int dirtyTests) {}

  /**
   * Sets up a way to run a suite.
   *
   * @param threads how many run at once
   * @param workers how many there are, a multiple of that: each thread is several of them by turns
   * @param number a number that no other crew has at the same time
   */
  static SuiteCrew open(
      SuiteWay way,
      Suite suite,
      ServerAccess server,
      Schema schema,
      int threads,
      int workers,
      int number)
      throws Exception {
    Setup setup = new Setup(server, schema, workers, number);
    CpuClock clock = CpuClock.of(server);
    SuiteCrew crew = new SuiteCrew(suite, way.open(setup, suite), threads, clock);
    try {
      for (int i = 0; i < workers; i++) {
        crew.workers.add(crew.adapter.worker(i));
      }
      return crew;
    } catch (Exception e) {
      try (crew) {
        throw e;
      }
    }
  }

  Run run(long thinkMillis) throws Exception {
    String run = "r" + runs++;
    AtomicInteger next = new AtomicInteger();
    List<Future<Share>> futures = new ArrayList<>();
    long worked = clock.workedNanos();
    long start = System.nanoTime();
    for (int i = 0; i < threadCount; i++) {
      int thread = i;
      futures.add(threads.submit(() -> work(thread, next, run, thinkMillis)));
    }
    long client = 0;
    int dirty = 0;
    for (Future<Share> future : futures) {
      Share share = get(future);
      client += share.clientNanos();
      dirty += share.dirtyTests();
    }
    return new Run(System.nanoTime() - start, client, clock.workedNanos() - worked, dirty);
  }

  private static Share get(Future<Share> future) throws Exception {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private Share work(int thread, AtomicInteger next, String run, long thinkMillis)
      throws Exception {
    long before = THREADS.getCurrentThreadCpuTime();
    int dirty = 0;
    int turn = thread;
    for (int i = next.getAndIncrement(); i < suite.tests().size(); i = next.getAndIncrement()) {
      SuiteTest test = suite.tests().get(i);
      Adapter.Worker worker = workers.get(turn);
      turn = (turn + threadCount) % workers.size();
      Connections connections = worker.begin(test.name());
      try (Connection connection = connections.open()) {
        dirty += test.run(connection, run, thinkMillis) ? 0 : 1;
      }
      worker.end();
    }
    return new Share(THREADS.getCurrentThreadCpuTime() - before, dirty);
  }

  @Override
  public void close() throws Exception {
    threads.shutdownNow();
    try (adapter) {
      for (Adapter.Worker worker : workers) {
        worker.close();
      }
    }
  }
}
