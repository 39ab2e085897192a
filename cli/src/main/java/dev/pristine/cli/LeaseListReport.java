package dev.pristine.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who holds what.
 *
 * @param store where it is kept
 * @param there whether there is a store at all
 */
record LeaseListReport(String store, boolean there, List<LeasedItem> resources) implements Report {

  static LeaseListReport of(StorePlace place, @Nullable String pool) {
    String store = place.name();
    if (pool != null) {
      return new LeaseListReport(
          store,
          true,
          place
              .ifThere(
                  leases ->
                      LeasedItem.of(
                          pool.equals(Acquisition.LOCK)
                              ? Pools.contents(leases, pool)
                              : Pools.require(leases, pool)))
              .orElseThrow(() -> Pools.noStore(store, pool)));
    }
    return place
        .ifThere(leases -> new LeaseListReport(store, true, LeasedItem.of(leases.list(""))))
        .orElse(new LeaseListReport(store, false, List.of()));
  }

  @Override
  public void describe(Page page) {
    if (!there) {
      page.line("There is no lease store [%s] yet.".formatted(store));
    } else if (resources.isEmpty()) {
      page.line("There is nothing to list in [%s].".formatted(store));
    } else {
      page.table(LeasedItem.table(resources));
    }
  }
}
