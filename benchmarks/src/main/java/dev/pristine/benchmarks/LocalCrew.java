package dev.pristine.benchmarks;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of this process. */
final class LocalCrew implements Crew {

  private final Cell cell;
  private final int fork;
  private final Adapter none;
  private final Adapter tool;
  private final List<Adapter.Worker> free = new ArrayList<>();
  private final List<Adapter.Worker> isolated = new ArrayList<>();
  private final ExecutorService threads;
  private final AtomicInteger lastTest = new AtomicInteger();

  private LocalCrew(Cell cell, int fork, Adapter none, Adapter tool) {
    this.cell = cell;
    this.fork = fork;
    this.none = none;
    this.tool = tool;
    this.threads = Executors.newFixedThreadPool(cell.threads());
  }

  /**
   * Sets up the tool and what it is compared with.
   *
   * @param fork this process's number among those that measure together
   * @throws NotAvailableException if the tool cannot do what the cell asks for
   */
  static LocalCrew open(Cell cell, ServerAccess server, int fork) throws Exception {
    Setup setup = new Setup(server, cell.schema(), cell.threads(), fork);
    Adapter tool = Tool.named(cell.adapter()).open(setup);
    LocalCrew crew = null;
    try {
      Adapter none = Tool.NONE.open(setup);
      crew = new LocalCrew(cell, fork, none, tool);
      crew.hire();
      return crew;
    } catch (Exception e) {
      try (AutoCloseable failed = crew == null ? tool : crew) {
        throw e;
      }
    }
  }

  private void hire() throws Exception {
    for (int i = 0; i < cell.threads(); i++) {
      free.add(none.worker(i));
      isolated.add(tool.worker(i));
    }
  }

  @Override
  public String configuration() {
    return tool.configuration();
  }

  @Override
  public Block run(boolean isolate, int tests) throws Exception {
    List<Adapter.Worker> workers = isolate ? isolated : free;
    AtomicInteger left = new AtomicInteger(tests);
    List<Future<Block>> futures = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < workers.size(); i++) {
      Adapter.Worker worker = workers.get(i);
      TestWork work =
          new TestWork(cell.schema(), fork * cell.threads() + i, cell.writes(), cell.thinkMillis());
      futures.add(threads.submit(() -> runUntilNoneIsLeft(worker, work, left)));
    }
    Block sum = Block.NOTHING;
    for (Future<Block> future : futures) {
      sum = sum.besides(get(future));
    }
    return new Block(
        System.nanoTime() - start, sum.isolationNanos(), sum.connectNanos(), sum.dirt());
  }

  private static Block get(Future<Block> future) throws Exception {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private Block runUntilNoneIsLeft(Adapter.Worker worker, TestWork work, AtomicInteger left)
      throws Exception {
    List<Long> isolation = new ArrayList<>();
    List<Long> connect = new ArrayList<>();
    Dirt.Tally dirt = Dirt.Tally.NOTHING;
    while (left.decrementAndGet() >= 0) {
      String test = "f%d-%d".formatted(fork, lastTest.incrementAndGet());
      long begin = System.nanoTime();
      Connections connections = worker.begin(test);
      long acquired = System.nanoTime();
      long connected;
      long worked;
      try (Connection connection = connections.open()) {
        connected = System.nanoTime();
        dirt = dirt.plus(work.run(connection, test));
        worked = System.nanoTime();
      }
      long closed = System.nanoTime();
      worker.end();
      long released = System.nanoTime() - closed;
      isolation.add(acquired - begin + released);
      connect.add(connected - begin + closed - worked + released);
    }
    return new Block(0, array(isolation), array(connect), dirt);
  }

  private static long[] array(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public void close() throws Exception {
    threads.shutdownNow();
    List<AutoCloseable> all = new ArrayList<>(free);
    all.addAll(isolated);
    all.add(none);
    all.add(tool);
    closeAll(all);
  }

  private static void closeAll(List<AutoCloseable> all) throws Exception {
    if (!all.isEmpty()) {
      try (AutoCloseable last = all.get(all.size() - 1)) {
        closeAll(all.subList(0, all.size() - 1));
      }
    }
  }
}
