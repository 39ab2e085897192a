package dev.pristine;

import java.time.Duration;

/** A moment until which somebody waits. */
record Deadline(Duration patience, long end) {

  static Deadline after(Duration patience) {
    return new Deadline(patience, System.nanoTime() + patience.toNanos());
  }

  /** Returns the time left; never negative. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  boolean passed() {
    return left().isZero();
  }
}
