package dev.pristine.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was measured of copying templates and of restoring copies, so that the cheaper way is taken.
 * Thread-safe.
 */
final class Costs {

  /** Smaller ones are restored within a millisecond or two, which a new copy never undercuts. */
  private static final long SURELY_SMALL = 1 << 20;

  /** What a new copy costs besides: opening it, reading its schema, deleting it. */
  private static final long AROUND_A_COPY = Duration.ofMillis(1).toNanos();

  /** The least of a few: the others tell of a busy machine. */
  private static final int REMEMBERED = 8;

  /** Fewer tell nothing, because the first are slow. */
  private static final int ENOUGH = 3;

  private final Map<String, Deque<Long>> copies = new ConcurrentHashMap<>();
  private final Map<String, Deque<Long>> restorations = new ConcurrentHashMap<>();

  void copied(String template, long nanos) {
    remember(copies, template, nanos);
  }

  void restored(String template, long nanos) {
    remember(restorations, template, nanos);
  }

  void forget(String template) {
    copies.remove(template);
    restorations.remove(template);
  }

  /** Tells whether a new copy is cheaper than restoring an old one. */
  boolean copyIsCheaper(String template, Path file) {
    try {
      return Files.size(file) > SURELY_SMALL
          && least(restorations, template) > least(copies, template) + AROUND_A_COPY;
    } catch (IOException e) {
      return false;
    }
  }

  private static void remember(Map<String, Deque<Long>> all, String template, long nanos) {
    Deque<Long> times = all.computeIfAbsent(template, unused -> new ArrayDeque<>());
    synchronized (times) {
      times.addLast(nanos);
      if (times.size() > REMEMBERED) {
        times.removeFirst();
      }
    }
  }

  private static long least(Map<String, Deque<Long>> all, String template) {
    Deque<Long> times = all.getOrDefault(template, new ArrayDeque<>());
    synchronized (times) {
      return times.size() < ENOUGH ? 0 : times.stream().mapToLong(Long::longValue).min().orElse(0);
    }
  }
}
