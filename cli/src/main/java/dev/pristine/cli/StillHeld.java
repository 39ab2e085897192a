package dev.pristine.cli;

import dev.pristine.PristineException;
import dev.pristine.leases.Lease;
import dev.pristine.leases.LeaseException;
import dev.pristine.leases.LeaseLostException;
import java.time.Duration;
import java.util.List;

/** Throws if leases are held no longer, or if that could not be asked for too long. */
final class StillHeld implements Runnable {

  /** Not shorter than what others wait for before they are given what nobody renews. */
  private static final Duration LONGEST_UNKNOWN = StorePlace.LEASE_TIME;

  private final List<Lease> held;
  private long known = System.nanoTime();

  StillHeld(List<Lease> held) {
    this.held = held;
  }

  @Override
  public void run() {
    try {
      held.forEach(Lease::check);
      known = System.nanoTime();
    } catch (LeaseLostException e) {
      throw e;
    } catch (LeaseException e) {
      if (System.nanoTime() - known > LONGEST_UNKNOWN.toNanos()) {
        throw new PristineException(
            "The command was ended: for %d s it could not be asked whether its leases are still held, so others may have them by now. %s"
                .formatted(LONGEST_UNKNOWN.toSeconds(), e.getMessage()),
            e);
      }
    }
  }
}
