package dev.pristine;

/** How a test is kept apart from the others. */
public enum Isolation {
  /** Each lease is a new copy of the template, dropped when the lease ends. */
  CLONE,

  /**
   * Each lease is a copy of the template that is used again, as the lease before left it. No two
   * leases hold it at once, so there are as many as there are workers.
   */
  PER_WORKER,

  /**
   * Each lease is a copy of the template that is brought back to the template's state after the
   * lease before, by undoing only what that changed; connections stay open meanwhile. Where this
   * cannot be done with certainty the copy is replaced by a new one, and on a server that does not
   * allow it at all each lease gets a new copy, as with {@link #CLONE}.
   *
   * <p>One difference remains: rows that were changed and restored may stand in another place of
   * their table, so that a query without {@code ORDER BY} may return them in another order.
   */
  REWIND,

  /**
   * All leases of a process share one copy of the template, which is never reset. This is what
   * Pristine is the cure for; it is here to compare with.
   */
  NONE
}
