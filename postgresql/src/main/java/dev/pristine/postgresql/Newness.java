package dev.pristine.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which rows of a clone are newer than its last known state, by the transaction that wrote them.
 *
 * @param horizon the first transaction, 64 bits, that began after the state was known
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

  /** Returns the condition that a row is newer. */
  String condition(String alias) {
    return condition(alias, String.valueOf(offset()), ownInRows());
  }

  /**
   * Returns the condition that a row is newer. Rows tell 32 bits of a transaction's id, so they are
   * compared as the server does it: half of all ids lie before any other, half behind it. Those
   * below 3 stand for what was always there.
   *
   * @param offset an expression of the first of {@link #arguments}
   * @param own an expression of the second
   */
  static String condition(String alias, String offset, String own) {
    String id = alias + ".xmin::text::bigint";
    return "%s > 2 AND (%s - (%s)) %% %d < %d AND %s <> ALL (%s)"
        .formatted(id, id, offset, IDS, IDS / 2, id, own);
  }

  /**
   * Tells whether something was written by a transaction that was thought to have ended before. It
   * was caught in the moment between the end of what was read and the look at the sessions.
   */
  boolean isStraggler(Written written) {
    long behind = Math.floorMod(written.first() - inRows(horizon), IDS);
    return written.first() != 0 && behind >= IDS / 2;
  }

  /** Returns what a prepared condition takes: a number, and an array of numbers. */
  String arguments() {
    return offset() + ", " + ownInRows();
  }

  private long offset() {
    return inRows(horizon) - IDS;
  }

  private String ownInRows() {
    return own.stream()
        .map(transaction -> "" + inRows(transaction))
        .collect(Collectors.joining(",", "'{", "}'::bigint[]"));
  }
}
