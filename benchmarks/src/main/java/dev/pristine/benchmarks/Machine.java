package dev.pristine.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/**
 * What was measured on.
 *
 * @param cores how many processors
 * @param memoryGibibytes how much memory
 * @param system the operating system
 * @param java the Java that measures
 * @param loadBefore how busy the machine was when the run began
 */
record Machine(int cores, long memoryGibibytes, String system, String java, double loadBefore) {

  static Machine current() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    long memory =
        system instanceof com.sun.management.OperatingSystemMXBean known
            ? known.getTotalMemorySize()
            : 0;
    return new Machine(
        system.getAvailableProcessors(),
        Math.round(memory / (double) (1L << 30)),
        system.getName() + " " + system.getVersion() + " " + system.getArch(),
        Runtime.version().toString(),
        system.getSystemLoadAverage());
  }

  /** Writes it in one line, for people. */
  String describe() {
    return "%d cores, %d GiB, %s, Java %s, load before the run %.2f"
        .formatted(cores, memoryGibibytes, system, java, loadBefore);
  }
}
