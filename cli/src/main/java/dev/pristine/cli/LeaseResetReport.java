package dev.pristine.cli;

import java.util.List;

/**
 * What became of a store.
 *
 * @param outcome {@code reset}, {@code in-use} or {@code not-there}
 * @param held what was held
 */
record LeaseResetReport(String store, String outcome, List<LeasedItem> held) implements Report {

  private static final String RESET = "reset";
  private static final String IN_USE = "in-use";
  private static final String NOT_THERE = "not-there";

  static LeaseResetReport of(StorePlace place, boolean force) {
    String store = place.name();
    return place
        .ifThere(
            leases -> {
              List<LeasedItem> held = LeasedItem.of(leases.stock().reset(force));
              boolean done = force || held.isEmpty();
              return new LeaseResetReport(store, done ? RESET : IN_USE, held);
            })
        .orElse(new LeaseResetReport(store, NOT_THERE, List.of()));
  }

  @Override
  public void describe(Page page) {
    switch (outcome) {
      case NOT_THERE -> page.line("There is no lease store [%s] yet.".formatted(store));
      case RESET -> {
        page.line("Took everything out of [%s].".formatted(store));
        if (!held.isEmpty()) {
          page.line("This was held, and is lost to its holders:");
          page.table(LeasedItem.table(held));
        }
      }
      default -> {
        page.line("Nothing was taken out of [%s], because this is held:".formatted(store));
        page.table(LeasedItem.table(held));
        page.line("End what holds it, or give --force.");
      }
    }
  }

  @Override
  public int exitCode() {
    return outcome.equals(IN_USE) ? ExitCodes.NOT_DONE : ExitCodes.DONE;
  }
}
