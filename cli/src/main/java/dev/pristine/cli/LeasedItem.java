package dev.pristine.cli;

import dev.pristine.leases.Holding;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A resource or a lock, as it is now.
 *
 * @param pool the pool, or {@code lock}
 * @param process who holds it; null if nobody does
 * @param test for which test; null if for none
 * @param since since when it has been so
 * @param attributes the secret ones masked
 */
record LeasedItem(
    String pool,
    String resource,
    String state,
    @Nullable String process,
    @Nullable String test,
    String since,
    long generation,
    Map<String, String> attributes) {

  private static final int WIDEST = 60;

  static LeasedItem of(Holding holding) {
    return new LeasedItem(
        holding.pool(),
        holding.resource().name(),
        holding.state(),
        emptyToNull(holding.process()),
        emptyToNull(holding.test()),
        holding.since().toString(),
        holding.generation(),
        holding.resource().printable());
  }

  static List<LeasedItem> of(List<Holding> holdings) {
    return holdings.stream().map(LeasedItem::of).toList();
  }

  static Table table(List<LeasedItem> items) {
    Table table = new Table("POOL", "RESOURCE", "STATE", "HELD BY", "SINCE", "ATTRIBUTES");
    for (LeasedItem each : items) {
      table.row(
          cell(each.pool),
          cell(each.resource),
          each.state,
          cell(each.holder()),
          Page.localTime(each.since),
          cell(each.attributesInOneLine()));
    }
    return table;
  }

  /** Names the test and the process. */
  String holder() {
    if (process == null) {
      return "-";
    }
    return test == null ? process : "%s (%s)".formatted(test, process);
  }

  private String attributesInOneLine() {
    return attributes.isEmpty()
        ? "-"
        : attributes.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(", "));
  }

  /** Makes one line of a text, and not too long a one: people may have named it anything. */
  static String cell(String text) {
    String line = Page.visible(text).replace("\n", "\\u000a");
    return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 3) + "...";
  }

  static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
