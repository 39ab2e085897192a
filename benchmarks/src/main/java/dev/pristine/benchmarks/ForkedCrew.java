package dev.pristine.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The threads of new processes, one or several, that work at the same time. */
final class ForkedCrew implements Crew {

  private final List<Jvm> forks;
  private final String configuration;

  private ForkedCrew(List<Jvm> forks, String configuration) {
    this.forks = forks;
    this.configuration = configuration;
  }

  /**
   * Starts the processes of a cell.
   *
   * @param temporary a folder for what tools write; in memory, where a server's data is well placed
   * @throws NotAvailableException if the tool cannot do what the cell asks for
   */
  static ForkedCrew start(Cell cell, ServerAccess server, Path temporary) throws Exception {
    List<Jvm> forks = new ArrayList<>();
    try {
      for (int i = 0; i < cell.forks(); i++) {
        Jvm fork = Jvm.start(Fork.class, List.of("-Xmx1g", "-Djava.io.tmpdir=" + temporary));
        forks.add(fork);
        fork.say(Json.line(new Fork.Order(cell, server, i)));
      }
      String configuration = "";
      for (Jvm fork : forks) {
        Fork.Ready ready = Json.read(fork.hear(Fork.ANSWER), Fork.Ready.class);
        if (ready.unavailable() != null) {
          throw new NotAvailableException(ready.unavailable());
        }
        configuration = ready.configuration();
      }
      return new ForkedCrew(forks, configuration);
    } catch (Exception e) {
      close(forks);
      throw e;
    }
  }

  @Override
  public String configuration() {
    return configuration;
  }

  @Override
  public Block run(boolean isolated, int tests) throws IOException {
    long start = System.nanoTime();
    for (int i = 0; i < forks.size(); i++) {
      int share = tests * (i + 1) / forks.size() - tests * i / forks.size();
      forks.get(i).say(Json.line(new Fork.Turn(isolated, share)));
    }
    Block sum = Block.NOTHING;
    long wall = 0;
    for (Jvm fork : forks) {
      String answer = fork.hear(Fork.ANSWER);
      wall = System.nanoTime() - start;
      sum = sum.besides(Objects.requireNonNull(Json.read(answer, Block.class)));
    }
    // A process's own clock is better than ours, which also measures how fast we talk.
    return forks.size() == 1
        ? sum
        : new Block(wall, sum.isolationNanos(), sum.connectNanos(), sum.dirt());
  }

  @Override
  public void close() throws IOException {
    close(forks);
  }

  private static void close(List<Jvm> forks) throws IOException {
    if (!forks.isEmpty()) {
      try (Jvm last = forks.get(forks.size() - 1)) {
        close(forks.subList(0, forks.size() - 1));
      }
    }
  }
}
