package dev.pristine;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait at a pool, in the order of their arrival. All but {@link #await} is called with
 * the pool's monitor held.
 */
final class Waiters<T> {

  private final Object monitor;
  private final Deque<Waiter<T>> waiting = new ArrayDeque<>();

  /** Somebody who waits. Equal to nobody else. */
  static final class Waiter<T> {
    private final CompletableFuture<T> given = new CompletableFuture<>();
  }

  /** Makes an empty queue, which the pool's monitor guards. */
  Waiters(Object monitor) {
    this.monitor = monitor;
  }

  /** Lets somebody join the queue, who then has to {@link #await}. */
  Waiter<T> join() {
    Waiter<T> mine = new Waiter<>();
    waiting.addLast(mine);
    return mine;
  }

  int size() {
    return waiting.size();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Gives something to whoever has waited longest. */
  void serve(T given) {
    waiting.removeFirst().given.complete(given);
  }

  /** Tells whoever has waited longest that it cannot be had; false if nobody waits. */
  boolean fail(Exception failure) {
    @Nullable Waiter<T> first = waiting.pollFirst();
    return first != null && first.given.completeExceptionally(failure);
  }

  /** Tells all of them. */
  void failAll(String message) {
    while (!waiting.isEmpty()) {
      fail(new SQLException(message));
    }
  }

  /**
   * Waits, without the monitor.
   *
   * @param mine what {@link #join} returned
   * @param giveBack takes what was given to somebody in the moment in which he was interrupted
   * @return what was given; empty if the time ran out
   * @throws SQLException if it cannot be had
   */
  Optional<T> await(Waiter<T> mine, Deadline deadline, Consumer<T> giveBack)
      throws SQLException, InterruptedException {
    try {
      return Optional.of(mine.given.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      // Whoever was served in the very moment of giving up takes what was given.
      return leave(mine) ? Optional.empty() : Optional.of(mine.given.join());
    } catch (InterruptedException e) {
      if (!leave(mine) && !mine.given.isCompletedExceptionally()) {
        giveBack.accept(mine.given.join());
      }
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException failed) {
        throw failed;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private boolean leave(Waiter<T> mine) {
    synchronized (monitor) {
      return waiting.remove(mine);
    }
  }
}
