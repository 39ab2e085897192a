package dev.pristine.leases;

import java.time.Duration;

/** Holds the only shopper until it is told something, and then expects to have lost it. */
final class HoldingProcess {

  private HoldingProcess() {}

  public static void main(String[] arguments) throws Exception {
    Leases leases = Leases.open(arguments[0], Duration.ofMillis(Long.parseLong(arguments[1])));
    Lease lease =
        leases.acquire(Requirement.of("shoppers"), Duration.ofSeconds(10), "held elsewhere");
    System.out.println("holds " + lease.generation());
    if (System.in.read() < 0) {
      System.out.println("told nothing");
    }
    try {
      lease.resource();
      System.out.println("still has it");
    } catch (LeaseLostException e) {
      lease = null;
    }
    try {
      leases.close();
    } catch (LeaseLostException e) {
      System.out.println("ended");
    }
  }
}
