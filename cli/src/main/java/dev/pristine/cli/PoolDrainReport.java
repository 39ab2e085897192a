package dev.pristine.cli;

import java.time.Duration;
import java.util.List;

/**
 * What became of a pool.
 *
 * @param drained whether it is gone
 * @param held what is still held, and stays
 */
record PoolDrainReport(String pool, boolean drained, List<LeasedItem> held) implements Report {

  static PoolDrainReport of(StorePlace place, String pool, Duration patience) {
    return place
        .ifThere(
            leases -> {
              Pools.require(leases, pool);
              List<LeasedItem> held = LeasedItem.of(leases.stock().drain(pool, patience));
              return new PoolDrainReport(pool, held.isEmpty(), held);
            })
        .orElseThrow(() -> Pools.noStore(place.name(), pool));
  }

  @Override
  public void describe(Page page) {
    if (drained) {
      page.line("The pool [%s] is gone.".formatted(LeasedItem.cell(pool)));
    } else {
      page.line(
          "All else is out of the pool [%s], but this is held, and stays:"
              .formatted(LeasedItem.cell(pool)));
      page.table(LeasedItem.table(held));
      page.line("Wait longer, or end what holds it.");
    }
  }

  @Override
  public int exitCode() {
    return drained ? ExitCodes.DONE : ExitCodes.NOT_DONE;
  }
}
