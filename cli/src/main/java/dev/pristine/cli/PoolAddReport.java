package dev.pristine.cli;

import dev.pristine.leases.Resource;
import java.util.List;
import java.util.Set;

/**
 * What was put into a pool.
 *
 * @param resources their names
 * @param added how many of them were not there before
 * @param pool how it is now
 */
record PoolAddReport(String store, List<String> resources, int added, PoolSummary pool)
    implements Report {

  static PoolAddReport of(StorePlace place, String pool, Supplies supplies) {
    List<Resource> resources = supplies.resources(pool);
    return place.with(
        leases -> {
          supplies.refuseWords(PoolSummary.of(pool, Pools.contents(leases, pool)).secrets());
          int added = leases.stock().add(pool, Set.copyOf(supplies.secrets()), resources);
          return new PoolAddReport(
              place.name(),
              resources.stream().map(Resource::name).toList(),
              added,
              PoolSummary.of(pool, Pools.contents(leases, pool)));
        });
  }

  @Override
  public void describe(Page page) {
    page.line(
        "The pool [%s] has %d new resource%s, and %d that %s there already."
            .formatted(
                LeasedItem.cell(pool.pool()),
                added,
                added == 1 ? "" : "s",
                resources.size() - added,
                resources.size() - added == 1 ? "was" : "were"));
    if (!pool.attributes().isEmpty()) {
      page.line(
          "  Attributes: %s".formatted(LeasedItem.cell(String.join(", ", pool.attributes()))));
    }
    if (!pool.secrets().isEmpty()) {
      page.line("  Secret: %s".formatted(LeasedItem.cell(String.join(", ", pool.secrets()))));
    }
  }
}
