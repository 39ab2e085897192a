package dev.pristine.postgresql;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The blueprints of templates, each read once, from one of its copies. Thread-safe. */
final class Blueprints {

  /** How long one is waited for, whether it is being read or nobody reads it yet. */
  private static final long PATIENCE_SECONDS = 2;

  private final Map<String, Expected> all = new ConcurrentHashMap<>();

  /** A blueprint that somebody reads, or will read, or has read. */
  static final class Expected {
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CompletableFuture<Blueprint> read = new CompletableFuture<>();

    /** Returns it, waiting a while for whoever reads it. */
    Blueprint get() throws SQLException {
      try {
        return read.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw new SQLException("The template could not be read: " + e.getCause(), e);
      } catch (TimeoutException e) {
        throw new SQLException("The template was not read in time", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SQLException("Interrupted while the template was read", e);
      }
    }
  }

  /**
   * Returns the blueprint that a template has or will have. Whoever follows a copy keeps it: after
   * the template was forgotten its name may come to stand for another.
   */
  Expected of(String template) {
    return all.computeIfAbsent(template, name -> new Expected());
  }

  /** Reads a template's blueprint in one of its copies, unless somebody reads or has read it. */
  void read(String template, Expected expected, CloneSession session) throws SQLException {
    if (!expected.taken.compareAndSet(false, true)) {
      return;
    }
    try {
      expected.read.complete(session.with(BlueprintReader::read));
    } catch (SQLException | RuntimeException e) {
      all.remove(template, expected);
      expected.read.completeExceptionally(e);
      throw e;
    }
  }

  /** Forgets a template. */
  void forget(String template) {
    all.remove(template);
  }
}
