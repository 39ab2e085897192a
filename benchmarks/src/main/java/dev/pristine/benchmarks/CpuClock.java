package dev.pristine.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Tells how long this machine's processors have worked, for whomever. */
final class CpuClock {

  private static final Path SOURCE = Path.of("/proc/stat");

  /** The kernel counts hundredths of a second. */
  private static final long NANOS = TimeUnit.SECONDS.toNanos(1) / 100;

  private static final int IDLE = 4;
  private static final int WAITING_FOR_DISK = 5;
  private static final int STOLEN = 8;

  private CpuClock() {}

  /** Returns nanoseconds of work, of all processors together; 0 where that cannot be told. */
  static long busyNanos() throws IOException {
    if (!Files.exists(SOURCE)) {
      return 0;
    }
    String[] fields = Files.readAllLines(SOURCE).get(0).trim().split("\\s+");
    long busy = 0;
    for (int i = 1; i < Math.min(fields.length, STOLEN); i++) {
      if (i != IDLE && i != WAITING_FOR_DISK) {
        busy += Long.parseLong(fields[i]);
      }
    }
    return busy * NANOS;
  }
}
