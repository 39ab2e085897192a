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

  /** A blueprint that somebody reads, or will read. */
  private static final class Expected {
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CompletableFuture<Blueprint> read = new CompletableFuture<>();
  }

  /** Reads a template's blueprint in one of its copies, unless somebody reads or has read it. */
  void read(String template, CloneSession session) throws SQLException {
    Expected expected = expected(template);
    if (!expected.taken.compareAndSet(false, true)) {
      return;
    }
    try {
      expected.read.complete(session.with(BlueprintReader::read));
    } catch (SQLException | RuntimeException e) {
      forget(template);
      expected.read.completeExceptionally(e);
      throw e;
    }
  }

  /** Returns a template's blueprint, waiting a while for whoever reads it. */
  Blueprint of(String template) throws SQLException {
    try {
      return expected(template).read.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new SQLException("The template could not be read: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new SQLException("The template was not read in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("Interrupted while the template was read", e);
    }
  }

  /** Forgets a template. */
  void forget(String template) {
    all.remove(template);
  }

  private Expected expected(String template) {
    return all.computeIfAbsent(template, name -> new Expected());
  }
}
