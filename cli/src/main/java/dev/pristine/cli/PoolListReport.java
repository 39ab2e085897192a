package dev.pristine.cli;

import java.util.Collection;
import java.util.List;

/**
 * The pools.
 *
 * @param there whether there is a store at all
 */
record PoolListReport(String store, boolean there, List<PoolSummary> pools) implements Report {

  static PoolListReport of(StorePlace place) {
    String store = place.name();
    return place
        .ifThere(
            leases ->
                new PoolListReport(
                    store,
                    true,
                    leases.stock().pools().stream()
                        .map(each -> PoolSummary.of(each, Pools.contents(leases, each)))
                        .toList()))
        .orElse(new PoolListReport(store, false, List.of()));
  }

  @Override
  public void describe(Page page) {
    if (!there) {
      page.line("There is no lease store [%s] yet.".formatted(store));
      return;
    }
    if (pools.isEmpty()) {
      page.line("There is no pool in [%s].".formatted(store));
      return;
    }
    Table table =
        new Table(
            "POOL", "FREE", "BUSY", "DIRTY", "CLEANING", "QUARANTINED", "ATTRIBUTES", "SECRET");
    for (PoolSummary each : pools) {
      table.row(
          LeasedItem.cell(each.pool()),
          each.number("free"),
          each.number("busy"),
          each.number("dirty"),
          each.number("cleaning"),
          each.number("quarantined"),
          names(each.attributes()),
          names(each.secrets()));
    }
    page.table(table);
  }

  private static String names(Collection<String> names) {
    return names.isEmpty() ? "-" : LeasedItem.cell(String.join(", ", names));
  }
}
