package dev.pristine.cli;

import dev.pristine.leases.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of the journal.
 *
 * @param owner the id by which the store knew the process; null if it was nobody's doing
 * @param test for which test; null if for none
 */
record JournalLine(
    String at,
    String event,
    String pool,
    String resource,
    long generation,
    @Nullable String owner,
    @Nullable String test) {

  static List<JournalLine> of(List<Event> events) {
    return events.stream()
        .map(
            each ->
                new JournalLine(
                    each.at().toString(),
                    each.event(),
                    each.pool(),
                    each.resource(),
                    each.generation(),
                    LeasedItem.emptyToNull(each.owner()),
                    LeasedItem.emptyToNull(each.test())))
        .toList();
  }

  static Table table(List<JournalLine> lines) {
    Table table = new Table("AT", "EVENT", "POOL", "RESOURCE", "GENERATION", "OWNER", "TEST");
    for (JournalLine each : lines) {
      table.row(
          Page.localTime(each.at),
          each.event,
          LeasedItem.cell(each.pool),
          LeasedItem.cell(each.resource),
          Long.toString(each.generation),
          each.owner == null ? "-" : LeasedItem.cell(each.owner),
          each.test == null ? "-" : LeasedItem.cell(each.test));
    }
    return table;
  }
}
