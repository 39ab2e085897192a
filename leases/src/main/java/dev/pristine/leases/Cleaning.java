package dev.pristine.leases;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cleans what is dirty in the pools whose cleaners this process knows, and has made ahead what is
 * to lie ready, in the background.
 */
final class Cleaning {

  private static final Logger log = LoggerFactory.getLogger(Cleaning.class);

  /** For whom it is held while it is cleaned, and what the journal tells. */
  private static final String TEST = "cleaner";

  private static final int AT_ONCE = 4;
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final int MOST_DOUBLINGS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Leases leases;
  private final MakingAhead making;
  private final Map<String, Pool> pools = new ConcurrentHashMap<>();
  private final Semaphore hands = new Semaphore(AT_ONCE);
  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "pristine-leases-cleaner");
            thread.setDaemon(true);
            return thread;
          });

  Cleaning(Leases leases) {
    this.leases = leases;
    this.making = new MakingAhead(leases);
  }

  void add(Pool pool) {
    if (pool.cleaner() != null) {
      pools.put(pool.name(), pool);
    } else {
      pools.remove(pool.name());
    }
  }

  /** Looks for something to clean, or to make, if hands are free. */
  void look() {
    if (!pools.isEmpty() && hands.tryAcquire()) {
      try {
        executor.execute(this::workOff);
      } catch (RejectedExecutionException e) {
        hands.release();
        log.trace("Closing: what is dirty stays so for the next process", e);
      }
    }
  }

  private void workOff() {
    try {
      boolean any;
      do {
        any = false;
        for (Pool pool : pools.values()) {
          any |= cleanOne(pool) || (!executor.isShutdown() && making.makeOne(pool));
        }
      } while (any && !executor.isShutdown());
    } catch (RuntimeException e) {
      log.debug("Could not work off what is to be cleaned or made; it is tried again", e);
    } finally {
      hands.release();
    }
  }

  private record Dirty(long id, Resource resource, long generation, int failures) {}

  private boolean cleanOne(Pool pool) {
    return leases
        .possession()
        .during(
            ticket -> {
              Optional<Dirty> claimed = claim(pool, ticket);
              claimed.ifPresent(dirty -> clean(pool, dirty));
              return claimed.isPresent();
            });
  }

  private void clean(Pool pool, Dirty dirty) {
    look();
    Throwable failure = null;
    try {
      if (pool.cleaner() != null) {
        pool.cleaner().clean(dirty.resource().withSecrets(pool.secrets()), dirty.generation());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = e;
    } catch (Exception | Error e) {
      // Errors too: a cleaner may well assert something.
      failure = e;
    }
    finish(pool, dirty, failure);
  }

  private Optional<Dirty> claim(Pool pool, long ticket) {
    String find =
        "FROM resource WHERE pool = ? AND state = 'dirty' AND retry_at <= ? ORDER BY since LIMIT 1";
    // Mostly there is none, and then nobody is kept from the store.
    if (leases
        .store()
        .read(
            "look for what is dirty",
            session -> session.query(row -> true, "SELECT 1 " + find, pool.name(), session.now()))
        .isEmpty()) {
      return Optional.empty();
    }
    return leases
        .store()
        .transact(
            "take what is dirty",
            session -> {
              List<Dirty> found =
                  session.query(
                      row ->
                          new Dirty(
                              row.getLong(1),
                              Resource.stored(row.getString(2), row.getString(3), row.getString(4)),
                              Math.max(row.getLong(5) + 1, session.now()),
                              row.getInt(6)),
                      "SELECT id, name, attributes, secrets, generation, failures " + find,
                      pool.name(),
                      session.now());
              for (Dirty dirty : found) {
                Book.workOn(session, leases.worker(ticket, TEST), dirty.id(), dirty.generation());
                write(session, "cleaning", pool, dirty);
              }
              return found.stream().findFirst();
            });
  }

  private void finish(Pool pool, Dirty dirty, @Nullable Throwable failure) {
    int failures = failure == null ? 0 : dirty.failures() + 1;
    boolean hopeless = failures >= pool.attempts();
    String state = failure == null ? "free" : hopeless ? "quarantined" : "dirty";
    if (failure != null) {
      // The cleaner's own message might hold a password.
      log.warn(
          "Could not clean [{}/{}], attempt {}: {}; {}",
          pool.name(),
          dirty.resource().name(),
          failures,
          failure.getClass().getName(),
          hopeless ? "it is in quarantine now" : "it is tried again");
      log.debug("The cleaner failed", failure);
    }
    leases.change(
        "tell what was cleaned",
        session -> {
          int updated =
              session.update(
                  "UPDATE resource SET state = ?, owner = NULL, test = NULL, since = ?,"
                      + " expires = NULL, ticket = NULL, failures = ?, retry_at = ?"
                      + (failure == null ? ", used = 0" : "")
                      + (failure == null && pool.factory() != null
                          ? ", attributes = '{}', secrets = '{}'"
                          : "")
                      + " WHERE id = ? AND generation = ? AND state = 'cleaning'",
                  state,
                  session.now(),
                  failures,
                  failure == null ? 0L : session.now() + pauseMillis(failures),
                  dirty.id(),
                  dirty.generation());
          if (updated > 0) {
            write(
                session,
                failure == null ? "cleaned" : hopeless ? "quarantined" : "cleaner failed",
                pool,
                dirty);
          }
          return updated;
        });
  }

  /** Returns how long to wait after so many failures. */
  static long pauseMillis(int failures) {
    return FIRST_PAUSE_MILLIS << Math.min(failures, MOST_DOUBLINGS);
  }

  private void write(Session session, String event, Pool pool, Dirty dirty) throws SQLException {
    Journal.write(
        session,
        event,
        pool.name(),
        dirty.resource().name(),
        dirty.generation(),
        leases.store().owner(),
        TEST);
  }

  /**
   * Finishes what is being cleaned, and disposes of what was made ahead, within reason; the rest
   * stays dirty for the next process.
   */
  void close() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    executor.shutdown();
    try {
      if (!executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("A cleaner still runs after {}", PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<Pool> madeAhead = pools.values().stream().filter(pool -> pool.ahead() > 0).toList();
    if (!madeAhead.isEmpty()) {
      leases
          .store()
          .transact(
              "dispose of what was made ahead",
              session -> {
                MakingAhead.abandon(session, leases.store().owner());
                return true;
              });
      for (Pool pool : madeAhead) {
        while (System.nanoTime() - end < 0 && cleanOne(pool)) {
          log.trace("Disposed of what nobody wanted");
        }
      }
    }
  }
}
