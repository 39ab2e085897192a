package dev.pristine.leases;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Has two users ready, says so, and lives until it is killed. */
final class MakingProcess {

  private MakingProcess() {}

  public static void main(String[] arguments) throws Exception {
    Leases leases = Leases.open(arguments[0], Duration.ofSeconds(20));
    leases.define(Pool.made("users", new FactoryContract.Users(), 2, Duration.ZERO).withAhead(2));
    while (FactoryContract.ready(leases) < 2) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    System.out.println("ready");
    System.in.read();
  }
}
