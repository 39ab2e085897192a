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
   * Each lease is a copy of the template that is brought back to the template's state by undoing
   * what the lease before changed. Not available in this version: it is refused.
   */
  REWIND,

  /**
   * All leases of a process share one copy of the template, which is never reset. This is what
   * Pristine is the cure for; it is here to compare with.
   */
  NONE
}
