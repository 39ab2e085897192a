package dev.pristine.leases;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Waits with many threads, and tells what that costs, and when each was served. */
final class WaitingProcess {

  private static final Duration LONG = Duration.ofMinutes(2);

  private WaitingProcess() {}

  /** Runs in a process: the store, how many threads, for how many seconds nothing happens. */
  public static void main(String[] arguments) throws Exception {
    int threads = Integer.parseInt(arguments[1]);
    long seconds = Long.parseLong(arguments[2]);
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    try (Leases leases = Leases.open(arguments[0], Duration.ofSeconds(30))) {
      List<Thread> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Thread thread =
            new Thread(
                () -> {
                  try (Lease lease = leases.acquire(Requirement.of("p"), LONG, "waiter")) {
                    System.out.println("got " + System.nanoTime() + " " + lease.generation());
                  }
                });
        all.add(thread);
        thread.start();
      }
      StoreContract.awaitWaiting(leases, Long.parseLong(arguments[3]));
      long before = system.getProcessCpuTime();
      Thread.sleep(seconds * 1000);
      double share = (system.getProcessCpuTime() - before) / (seconds * 1e9);
      System.out.println(String.format(Locale.ROOT, "cpu %.4f", share));
      for (Thread thread : all) {
        thread.join();
      }
    }
  }
}
