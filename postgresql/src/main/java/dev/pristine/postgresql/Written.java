package dev.pristine.postgresql;

/**
 * What was written to one file of a database.
 *
 * @param first the lowest transaction id that wrote, its 32 bits; 0 if no transaction did
 * @param last the highest
 * @param blocks how many times a block was written
 */
record Written(long first, long last, long blocks) {

  /** Adds what was written later. */
  Written and(Written later) {
    return new Written(
        first == 0 || later.first == 0 ? first + later.first : Math.min(first, later.first),
        Math.max(last, later.last),
        blocks + later.blocks);
  }

  /** Tells whether this transaction alone wrote. */
  boolean isBy(long transaction) {
    return first == transaction && last == transaction;
  }
}
