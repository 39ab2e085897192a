package dev.pristine;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copies of one template that this process owns. They are made in the background, ahead of
 * demand, up to a bound; handed out last in first out, because the youngest has the warmest caches;
 * and given to those who wait in the order of their arrival. Thread-safe.
 */
final class ClonePool {

  private static final Logger log = LoggerFactory.getLogger(ClonePool.class);

  private final DatabaseName template;
  private final CloneFactory factory;
  private final Executor makers;
  private final Executor droppers;
  private final int bound;
  private final boolean ahead;

  private final Deque<Clone> ready = new ArrayDeque<>();
  private final Deque<Waiter> waiting = new ArrayDeque<>();

  /** All that exist or are being made or dropped. */
  private int existing;

  private int making;
  private int held;

  /** The most that were held and waited for at once so far. */
  private int parallelism;

  /** Looked for until there are none: spares are made ahead of runs, not during them. */
  private volatile boolean sparesLeft = true;

  private boolean closed;

  /**
   * Makes an empty pool.
   *
   * @param makers make copies, and {@code droppers} drop them
   * @param bound how many copies may exist at once; 0 for twice the parallelism seen
   * @param ahead whether copies are made before they are asked for
   */
  ClonePool(
      DatabaseName template,
      CloneFactory factory,
      Executor makers,
      Executor droppers,
      int bound,
      boolean ahead) {
    this.template = template;
    this.factory = factory;
    this.makers = makers;
    this.droppers = droppers;
    this.bound = bound;
    this.ahead = ahead;
  }

  /** Somebody who waits for a copy. Equal to nobody else. */
  private static final class Waiter {
    private final CompletableFuture<Clone> given = new CompletableFuture<>();
  }

  /**
   * Takes a copy, waiting for one to be made or given back if need be.
   *
   * @return the copy, which the caller owes to {@link #drop}, {@link #putBack} or {@link #forget};
   *     empty if the time ran out
   * @throws SQLException if it could not be made
   */
  Optional<Clone> take(Deadline deadline) throws SQLException, InterruptedException {
    Waiter mine = new Waiter();
    synchronized (this) {
      if (closed) {
        throw new SQLException("Pristine is closed");
      }
      waiting.addLast(mine);
      parallelism = Math.max(parallelism, held + waiting.size());
      serve();
    }
    try {
      return Optional.of(mine.given.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      // Whoever was served in the very moment of giving up takes what was given.
      return withdraw(mine) ? Optional.empty() : Optional.of(mine.given.join());
    } catch (InterruptedException e) {
      if (!withdraw(mine) && !mine.given.isCompletedExceptionally()) {
        putBack(mine.given.join());
      }
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException failed) {
        throw failed;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Has a copy that was taken dropped in the background. It is nobody's from now on. */
  synchronized void drop(Clone clone) {
    held--;
    droppers.execute(() -> dropNow(clone));
    serve();
  }

  /** Counts a copy that was taken as gone, because it now belongs to somebody else. */
  synchronized void forget() {
    held--;
    existing--;
    serve();
  }

  /** Gives back a copy that was taken, for the next who asks. */
  synchronized void putBack(Clone clone) {
    held--;
    if (closed) {
      droppers.execute(() -> dropNow(clone));
    } else {
      ready.addFirst(clone);
      serve();
    }
  }

  /** Makes no more copies, drops those that nobody uses, and tells whoever waits. */
  synchronized void close() {
    closed = true;
    ready.forEach(clone -> droppers.execute(() -> dropNow(clone)));
    ready.clear();
    waiting.forEach(
        waiter ->
            waiter.given.completeExceptionally(new SQLException("Pristine was closed meanwhile")));
    waiting.clear();
  }

  private synchronized boolean withdraw(Waiter mine) {
    return waiting.remove(mine);
  }

  private void dropNow(Clone clone) {
    try {
      factory.drop(clone);
    } catch (SQLException e) {
      log.warn("Could not drop {}: a later run will", clone.name(), e);
    } finally {
      synchronized (this) {
        existing--;
        serve();
      }
    }
  }

  /** Gives what is ready to those who wait, and has more made. Called with the monitor held. */
  private void serve() {
    while (!ready.isEmpty() && !waiting.isEmpty()) {
      held++;
      waiting.removeFirst().given.complete(ready.removeFirst());
    }
    int limit = bound > 0 ? bound : 2 * parallelism;
    int needed = held + waiting.size();
    int spare = ahead ? Math.max(0, Math.min(parallelism, limit - needed)) : 0;
    int wanted = waiting.size() + spare - ready.size();
    while (!closed && making < wanted && existing < limit) {
      making++;
      existing++;
      makers.execute(this::make);
    }
  }

  private void make() {
    Clone clone;
    try {
      clone = adoptOrMake();
    } catch (SQLException | RuntimeException e) {
      failed(e);
      return;
    }
    synchronized (this) {
      making--;
      if (!closed) {
        ready.addFirst(clone);
        serve();
        return;
      }
    }
    dropNow(clone);
  }

  private Clone adoptOrMake() throws SQLException {
    if (sparesLeft) {
      Optional<Clone> adopted = factory.adopt(template);
      if (adopted.isPresent()) {
        return adopted.get();
      }
      sparesLeft = false;
    }
    return factory.make(template);
  }

  /** Tells whoever has waited longest; if nobody waits, the next who does will try again. */
  private synchronized void failed(Exception e) {
    making--;
    existing--;
    Waiter first = waiting.pollFirst();
    if (first == null) {
      log.debug("Could not make a copy of {} ahead of demand", template, e);
      return;
    }
    first.given.completeExceptionally(e);
    if (!waiting.isEmpty()) {
      serve();
    }
  }
}
