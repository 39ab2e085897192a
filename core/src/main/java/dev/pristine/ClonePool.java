package dev.pristine;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
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
  private final Spares spares;
  private final Executor makers;
  private final Executor droppers;
  private final int bound;
  private final boolean ahead;

  private final Deque<Clone> ready = new ArrayDeque<>();
  private final Waiters<Clone> waiting = new Waiters<>(this);

  /** All that exist or are being made or dropped. */
  private int existing;

  private int making;
  private int held;

  /** The most that were held and waited for at once so far. */
  private int parallelism;

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
    this.spares = new Spares(template, factory);
    this.makers = makers;
    this.droppers = droppers;
    this.bound = bound;
    this.ahead = ahead;
  }

  /**
   * Takes a copy, waiting for one to be made or given back if need be.
   *
   * @return the copy, which the caller owes to {@link #drop}, {@link #putBack} or {@link #forget};
   *     empty if the time ran out
   * @throws SQLException if it could not be made
   */
  Optional<Clone> take(Deadline deadline) throws SQLException, InterruptedException {
    Waiters.Waiter<Clone> mine;
    synchronized (this) {
      if (closed) {
        throw new SQLException("Pristine is closed");
      }
      mine = waiting.join();
      parallelism = Math.max(parallelism, held + waiting.size());
      serve();
    }
    return waiting.await(mine, deadline, this::putBack);
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
    waiting.failAll("Pristine was closed meanwhile");
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
      waiting.serve(ready.removeFirst());
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
      clone = spares.adoptOrMake();
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

  /** Tells whoever has waited longest; if nobody waits, the next who does will try again. */
  private synchronized void failed(Exception e) {
    making--;
    existing--;
    if (!waiting.fail(e)) {
      log.debug("Could not make a copy of {} ahead of demand", template, e);
    } else if (!waiting.isEmpty()) {
      serve();
    }
  }
}
