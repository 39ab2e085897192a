package dev.pristine.postgresql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/**
 * Chooses how templates are copied, from what the server is and from what copying took so far.
 *
 * <p>Copying files waits for the disk once a file where fsync is on, and is then several times
 * slower than copying through the log; where fsync is off it is two to three times faster, and its
 * copies answer their first connection sooner. What was expected is tried first; the other way is
 * tried once if that cannot cost much, and whichever took less is used from then on. Thread-safe.
 */
final class CloneStrategy {

  /**
   * A copy through the log that takes this long is worth a try at copying files, even with fsync.
   */
  private static final long SLOW_MILLIS = 500;

  private static final long UNKNOWN_NANOS = 1_000_000_000;

  /** From so many of the last copies it is told what one takes. */
  private static final int LAST = 5;

  private final boolean fsync;
  private final Map<Way, Long> fastestNanos = new EnumMap<>(Way.class);
  private final Deque<Long> lastNanos = new ArrayDeque<>();

  CloneStrategy(boolean fsync) {
    this.fsync = fsync;
  }

  /** A way to copy a database, as {@code CREATE DATABASE} names it. */
  enum Way {
    FILE_COPY,
    WAL_LOG
  }

  synchronized Way choose() {
    Way expected = fsync ? Way.WAL_LOG : Way.FILE_COPY;
    Way other = fsync ? Way.FILE_COPY : Way.WAL_LOG;
    Long expectedNanos = fastestNanos.get(expected);
    Long otherNanos = fastestNanos.get(other);
    if (expectedNanos == null) {
      return expected;
    }
    if (otherNanos == null) {
      return expectedNanos / 1_000_000 > SLOW_MILLIS ? other : expected;
    }
    return otherNanos < expectedNanos ? other : expected;
  }

  synchronized void took(Way way, long nanos) {
    fastestNanos.merge(way, nanos, Math::min);
    lastNanos.addLast(nanos);
    if (lastNanos.size() > LAST) {
      lastNanos.removeFirst();
    }
  }

  /**
   * Returns what a copy takes at present, with all else that goes on: the median of the last few. A
   * long time if there was none.
   */
  synchronized long typicalNanos() {
    return lastNanos.isEmpty()
        ? UNKNOWN_NANOS
        : lastNanos.stream().sorted().toList().get(lastNanos.size() / 2);
  }
}
