package dev.pristine.cli;

import java.util.List;

/**
 * The newest lines of the journal.
 *
 * @param there whether there is a store at all
 */
record LeaseHistoryReport(String store, boolean there, List<JournalLine> events) implements Report {

  static LeaseHistoryReport of(StorePlace place, String pool, String name, int most) {
    String store = place.name();
    return place
        .ifThere(
            leases -> {
              List<JournalLine> lines = JournalLine.of(leases.history(pool, name, most));
              if (lines.isEmpty() && !pool.isEmpty() && !pool.equals(Acquisition.LOCK)) {
                // What is gone still has a history; what never was has none.
                Pools.require(leases, pool);
              }
              return new LeaseHistoryReport(store, true, lines);
            })
        .orElse(new LeaseHistoryReport(store, false, List.of()));
  }

  @Override
  public void describe(Page page) {
    if (!there) {
      page.line("There is no lease store [%s] yet.".formatted(store));
    } else if (events.isEmpty()) {
      page.line("Nothing is in the journal.");
    } else {
      page.table(JournalLine.table(events));
    }
  }
}
