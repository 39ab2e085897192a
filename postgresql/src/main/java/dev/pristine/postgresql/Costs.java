package dev.pristine.postgresql;

/**
 * What things cost on this server, as measured so far, so that the cheaper way can be chosen.
 * Thread-safe.
 */
final class Costs {

  /** Less is always restored, and tells nothing of how long one block takes. */
  static final long MANY_BLOCKS = 1_000;

  /** So much of the log is always read: on a busy machine what little was measured misleads. */
  private static final long LEAST_LOG = 4 << 20;

  /** The weight of the newest measurement in an average. */
  private static final double NEWEST = 0.2;

  /** How many times what a clone costs may be spent on keeping one: it has warm caches. */
  private static final int WORTH = 2;

  private final CloneStrategy strategy;
  private double nanosPerByteRead;
  private double nanosPerBlockRestored;

  Costs(CloneStrategy strategy) {
    this.strategy = strategy;
  }

  synchronized void readLog(long bytes, long nanos) {
    nanosPerByteRead = average(nanosPerByteRead, (double) nanos / bytes);
  }

  synchronized void restored(long blocks, long nanos) {
    nanosPerBlockRestored = average(nanosPerBlockRestored, (double) nanos / blocks);
  }

  /** Returns how many bytes of the log are worth reading, if otherwise all clones are replaced. */
  synchronized long mostLog(int clones) {
    return nanosPerByteRead == 0
        ? Long.MAX_VALUE
        : Math.max(LEAST_LOG, (long) (worth() * Math.max(1, clones) / nanosPerByteRead));
  }

  /** Tells whether a clone that was written to so many times is better replaced than restored. */
  synchronized boolean isTooMuch(long blocks) {
    return blocks >= MANY_BLOCKS && blocks * nanosPerBlockRestored > worth();
  }

  private double worth() {
    return WORTH * (double) strategy.typicalNanos();
  }

  private static double average(double before, double newest) {
    return before == 0 ? newest : before + NEWEST * (newest - before);
  }
}
