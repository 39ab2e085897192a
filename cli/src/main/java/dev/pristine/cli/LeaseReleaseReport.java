package dev.pristine.cli;

import java.util.List;

/**
 * What was released by force.
 *
 * @param released whether there was anything to release
 * @param before how it was before
 */
record LeaseReleaseReport(String pool, String resource, boolean released, List<LeasedItem> before)
    implements Report {

  static LeaseReleaseReport of(StorePlace place, String pool, String name) {
    return place
        .ifThere(
            leases -> {
              List<LeasedItem> before = LeasedItem.of(LeaseShowReport.find(leases, pool, name));
              return new LeaseReleaseReport(pool, name, leases.releaseByForce(pool, name), before);
            })
        .orElseThrow(() -> Pools.noStore(place.name(), pool));
  }

  @Override
  public void describe(Page page) {
    String what = "%s/%s".formatted(LeasedItem.cell(pool), LeasedItem.cell(resource));
    if (!released) {
      page.line("Nobody holds [%s].".formatted(what));
      return;
    }
    page.line("Released [%s].".formatted(what));
    before.stream()
        .filter(each -> each.process() != null)
        .forEach(
            each -> page.line("  It was held by %s.".formatted(LeasedItem.cell(each.holder()))));
  }
}
