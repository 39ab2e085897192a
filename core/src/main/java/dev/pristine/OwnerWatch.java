package dev.pristine;

import dev.pristine.spi.Server;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks from time to time whether this process still has its owner lock. Without it others may
 * think that the process is dead and drop its databases, so all leases end then, loudly.
 * Thread-safe.
 */
final class OwnerWatch {

  private static final Logger log = LoggerFactory.getLogger(OwnerWatch.class);

  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** How soon other processes get connections that this one keeps without need. */
  private static final Duration YIELD_PERIOD = Duration.ofMillis(50);

  private final Server server;
  private final Leasing leasing;
  private final LeaseBoard board;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(Threads.daemon("pristine-watch"));
  private volatile @Nullable String lost;

  OwnerWatch(Server server, Leasing leasing) {
    this.server = server;
    this.leasing = leasing;
    this.board = leasing.board();
  }

  void begin() {
    repeat(this::check, PERIOD);
    repeat(this::yieldIfWanted, YIELD_PERIOD);
  }

  private void repeat(Runnable task, Duration period) {
    // Nobody waits for a task that never ends; it tells of its own failures.
    var unused =
        executor.scheduleWithFixedDelay(
            task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  void close() {
    executor.shutdownNow();
  }

  boolean isLost() {
    return lost != null;
  }

  void refuseIfLost() {
    String why = lost;
    if (why != null) {
      throw new ServerException(why);
    }
  }

  private void yieldIfWanted() {
    try {
      leasing.yieldIfWanted();
    } catch (RuntimeException e) {
      log.debug("Could not give up connections this time", e);
    }
  }

  private void check() {
    try {
      server.verifyOwner();
      board.background().execute(board::noteLongLeases);
    } catch (SQLException e) {
      if (lost != null || executor.isShutdown()) {
        return;
      }
      String why =
          ("The connection that holds this process's owner lock on the server [%s] was lost (%s)."
                  + " Other processes may think that this one is dead and drop its databases, so all its"
                  + " leases have ended. Was the server stopped, or the session terminated?")
              .formatted(server.facts().address(), e.getMessage());
      lost = why;
      log.error(why);
      board.revokeAll(why);
    } catch (RuntimeException e) {
      // Thrown on, it would end the watch for good. Whoever closes meanwhile needs no watch.
      if (!executor.isShutdown()) {
        log.warn("Could not look after this process's owner lock this time", e);
      }
    }
  }
}
