package dev.pristine.cli.bench;

/** Numbers the rows that are written to one database, so that no two are alike. Not thread-safe. */
final class Numbers {

  /** Above what is usual for the keys of rows that a schema brings along. */
  private static final long FIRST = 10_001;

  /** So far apart that no run of tests counts from the one to the other. */
  private static final long GAP = 5_000;

  private long next;

  Numbers() {
    this(FIRST);
  }

  private Numbers(long first) {
    this.next = first;
  }

  /** Counts from before where others begin. */
  static Numbers farAway() {
    return new Numbers(FIRST - GAP);
  }

  long next() {
    return next++;
  }
}
