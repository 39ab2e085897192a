package dev.pristine.cli;

import dev.pristine.PristineException;
import dev.pristine.leases.Holding;
import dev.pristine.leases.Leases;
import java.util.List;

/**
 * One resource or lock.
 *
 * @param holdings how it is; several for a shared lock, none for a lock that nobody holds
 * @param history what happened to it last
 */
record LeaseShowReport(
    String pool, String resource, List<LeasedItem> holdings, List<JournalLine> history)
    implements Report {

  private static final int LINES = 10;

  static LeaseShowReport of(StorePlace place, String pool, String name) {
    return place
        .ifThere(
            leases ->
                new LeaseShowReport(
                    pool,
                    name,
                    LeasedItem.of(find(leases, pool, name)),
                    JournalLine.of(leases.history(pool, name, LINES))))
        .orElseThrow(() -> Pools.noStore(place.name(), pool));
  }

  /**
   * Finds a resource, or who holds a lock.
   *
   * @throws PristineException if there is no such resource; names those that there are
   */
  static List<Holding> find(Leases leases, String pool, String name) {
    if (pool.equals(Acquisition.LOCK)) {
      return leases.list(name).stream().filter(each -> each.pool().equals(pool)).toList();
    }
    List<Holding> all = Pools.require(leases, pool);
    List<Holding> found = all.stream().filter(each -> each.resource().name().equals(name)).toList();
    if (found.isEmpty()) {
      throw new PristineException(
          "The pool [%s] has no resource [%s]. It has: %s."
              .formatted(
                  pool,
                  name,
                  Pools.shortened(all.stream().map(each -> each.resource().name()).toList())));
    }
    return found;
  }

  @Override
  public void describe(Page page) {
    page.heading("%s/%s".formatted(LeasedItem.cell(pool), LeasedItem.cell(resource)));
    if (holdings.isEmpty()) {
      page.line("  Nobody holds it.");
    }
    for (LeasedItem each : holdings) {
      page.line(
          "  %s since %s, generation %d"
              .formatted(each.state(), Page.localTime(each.since()), each.generation()));
      if (each.process() != null) {
        page.line("  held by %s".formatted(LeasedItem.cell(each.holder())));
      }
      each.attributes()
          .forEach(
              (key, value) ->
                  page.line("  %s = %s".formatted(LeasedItem.cell(key), Page.visible(value))));
    }
    if (!history.isEmpty()) {
      page.blank();
      page.heading("What happened last");
      page.table(JournalLine.table(history));
    }
  }
}
