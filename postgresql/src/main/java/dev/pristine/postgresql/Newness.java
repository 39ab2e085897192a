package dev.pristine.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which rows of a clone are newer than its last known state, by the transaction that wrote them.
 *
 * @param horizon all transactions below it, 64 bits, had ended when the state was known
 * @param own the transactions at or above it that brought that state about
 */
record Newness(long horizon, List<Long> own) {

  private static final long IDS = 1L << 32;

  Newness {
    own = List.copyOf(own);
  }

  /** Returns the 32 bits of a transaction id that rows have. */
  static long inRows(long transaction) {
    return transaction & (IDS - 1);
  }

  /** Moves on to a later state, brought about by a transaction of ours. */
  Newness after(long laterHorizon, List<Long> ownTransactions) {
    List<Long> all = new ArrayList<>(own);
    all.addAll(ownTransactions);
    return new Newness(laterHorizon, all.stream().filter(id -> id >= laterHorizon).toList());
  }

  /**
   * Returns the condition that a row is newer. Rows tell 32 bits of a transaction's id, so they are
   * compared as the server does it: half of all ids lie before any other, half behind it. Those
   * below 3 stand for what was always there.
   */
  String condition(String alias) {
    String id = alias + ".xmin::text::bigint";
    String newer =
        "%s > 2 AND (%s - %d) %% %d < %d".formatted(id, id, inRows(horizon) - IDS, IDS, IDS / 2);
    return own.isEmpty()
        ? newer
        : newer
            + " AND "
            + id
            + own.stream()
                .map(transaction -> "" + inRows(transaction))
                .collect(Collectors.joining(", ", " NOT IN (", ")"));
  }
}
