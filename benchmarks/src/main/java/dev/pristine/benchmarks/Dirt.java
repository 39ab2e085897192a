package dev.pristine.benchmarks;

/**
 * What a test found that another had left.
 *
 * @param counts rows in tables that the template has empty
 * @param seeds seed rows missing or changed
 * @param sequence a sequence that has moved
 * @param identity an identity column that has moved
 */
record Dirt(boolean counts, boolean seeds, boolean sequence, boolean identity) {

  /**
   * In how many tests there was which dirt.
   *
   * @param tests how many tests looked
   */
  record Tally(int counts, int seeds, int sequence, int identity, int tests) {

    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0);

    Tally plus(Dirt dirt) {
      return plus(
          new Tally(
              dirt.counts ? 1 : 0,
              dirt.seeds ? 1 : 0,
              dirt.sequence ? 1 : 0,
              dirt.identity ? 1 : 0,
              1));
    }

    Tally plus(Tally other) {
      return new Tally(
          counts + other.counts,
          seeds + other.seeds,
          sequence + other.sequence,
          identity + other.identity,
          tests + other.tests);
    }

    /** Tells whether seed rows and sequences, and all else that is looked at, were restored. */
    boolean clean() {
      return counts + seeds + sequence + identity == 0;
    }

    /** Writes it as {@code counts/seeds/sequence/identity of tests}. */
    @Override
    public String toString() {
      return "%d/%d/%d/%d of %d".formatted(counts, seeds, sequence, identity, tests);
    }
  }
}
