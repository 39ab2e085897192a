package dev.pristine.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tells how long the processors have worked for this process and for the server's. */
final class CpuClock {

  private static final Path PROCESSES = Path.of("/proc");

  /** The kernel counts hundredths of a second. */
  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1) / 100;

  /** Positions behind the program's name, which may have spaces in it. */
  private static final int PARENT = 1;

  private static final int FIRST_TIME = 11;
  private static final int LAST_OWN_TIME = 12;
  private static final int LAST_TIME_WITH_ENDED_CHILDREN = 14;

  private final long postmaster;

  private CpuClock(long postmaster) {
    this.postmaster = postmaster;
  }

  /** Finds the server's processes, if they run on this machine and it is known how. */
  static CpuClock of(ServerAccess server) throws SQLException, IOException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      long backend =
          Long.parseLong(ServerAccess.texts(statement, "SELECT pg_backend_pid()").get(0));
      List<String> fields = fields(backend);
      return new CpuClock(fields.isEmpty() ? 0 : Long.parseLong(fields.get(PARENT)));
    }
  }

  /** Returns nanoseconds of work; without the server's where that cannot be told. */
  long workedNanos() throws IOException {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    long own =
        system instanceof com.sun.management.OperatingSystemMXBean known
            ? known.getProcessCpuTime()
            : 0;
    return own + (postmaster == 0 ? 0 : serverTicks() * TICK_NANOS);
  }

  private long serverTicks() throws IOException {
    // Of those of its children that have ended, the postmaster knows the sum.
    long ticks = ticks(postmaster, LAST_TIME_WITH_ENDED_CHILDREN);
    List<Long> children =
        ProcessHandle.of(postmaster).stream()
            .flatMap(ProcessHandle::children)
            .map(ProcessHandle::pid)
            .toList();
    for (long child : children) {
      ticks += ticks(child, LAST_OWN_TIME);
    }
    return ticks;
  }

  private static long ticks(long process, int last) throws IOException {
    List<String> fields = fields(process);
    return fields.isEmpty()
        ? 0
        : fields.subList(FIRST_TIME, last + 1).stream().mapToLong(Long::parseLong).sum();
  }

  private static List<String> fields(long process) throws IOException {
    try {
      String text = Files.readString(PROCESSES.resolve(process + "/stat"));
      return List.of(text.substring(text.lastIndexOf(')') + 2).trim().split(" "));
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
