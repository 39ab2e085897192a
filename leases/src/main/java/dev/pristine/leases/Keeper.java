package dev.pristine.leases;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread of each process: it renews what the process holds, gives back what it has forgotten,
 * takes back what the dead held, and looks, for all threads of the process that wait, whether they
 * were given something.
 */
final class Keeper {

  private static final Logger log = LoggerFactory.getLogger(Keeper.class);

  private static final long TICK_MILLIS = 250;
  private static final String LOOK = "SELECT " + Revoking.EXPIRED + ", " + Granting.FIRST;
  private static final long FORGET_MILLIS = 60_000;

  private final Leases leases;
  private final long history;
  private final Map<Long, CountDownLatch> waiting = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::run, "pristine-leases-keeper");
  private final Semaphore arrivals = new Semaphore(0);
  private volatile boolean stopped;

  /**
   * Prepares one.
   *
   * @param history how many lines of the journal are kept
   */
  Keeper(Leases leases, long history) {
    this.leases = leases;
    this.history = history;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Lets somebody wait; called before anybody else can know of his ticket. */
  CountDownLatch expect(long ticket) {
    CountDownLatch latch = new CountDownLatch(1);
    waiting.put(ticket, latch);
    arrivals.release();
    return latch;
  }

  void forget(long ticket) {
    waiting.remove(ticket);
  }

  /** Tells somebody that he was given what he waits for. */
  void served(long ticket) {
    CountDownLatch latch = waiting.get(ticket);
    if (latch != null) {
      latch.countDown();
    }
  }

  private void run() {
    long nextRound = System.nanoTime();
    long nextRenewal = System.nanoTime();
    long nextForgetting = System.nanoTime();
    while (!stopped) {
      try {
        long now = System.nanoTime();
        if (now - nextRenewal >= 0 || leases.possession().wasDoubted()) {
          // If it fails it is tried again soon: there may not be much time left.
          nextRenewal = now;
          renewAll();
          nextRenewal = now + leases.leaseTime().toNanos() / 3;
        }
        if (now - nextRound >= 0) {
          nextRound = now + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
          takeBack();
          leases.cleaning().look();
        }
        if (now - nextForgetting >= 0) {
          nextForgetting = now + TimeUnit.MILLISECONDS.toNanos(FORGET_MILLIS);
          forgetWhatIsOld();
        }
        look();
        pause();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.debug("The keeper of the leases failed; it goes on", e);
        if (!pauseAfterFailure()) {
          return;
        }
      }
    }
  }

  private boolean pauseAfterFailure() {
    try {
      Thread.sleep(TICK_MILLIS);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void pause() throws InterruptedException {
    if (leases.store() instanceof PostgresStore || !waiting.isEmpty()) {
      leases.store().awaitNews(TICK_MILLIS);
    } else {
      arrivals.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS);
      arrivals.drainPermits();
    }
  }

  private void look() {
    if (waiting.isEmpty()) {
      return;
    }
    Set<Long> tickets = new HashSet<>(waiting.keySet());
    String owner = leases.store().owner();
    List<Long> stillWaiting =
        leases
            .store()
            .read(
                "look for what was given",
                session ->
                    session.query(
                        row -> row.getLong(1), "SELECT ticket FROM waiter WHERE owner = ?", owner));
    // Whoever waits no more was given something, or lost his place: he finds out which.
    tickets.removeAll(stillWaiting);
    tickets.forEach(this::served);
  }

  /** Renews what this process knows to hold, and gives back what it does not know. */
  void renewAll() {
    Store store = leases.store();
    if (!store.isLost()
        && store.read("look what is held", session -> Inventory.isNeeded(session, store.owner()))) {
      leases.change(
          "renew leases",
          session -> {
            long expires = session.now() + leases.leaseTime().toMillis();
            Inventory.take(session, store.owner(), leases.possession(), expires);
            return true;
          });
    }
  }

  void forgetWhatIsOld() {
    leases
        .store()
        .transact(
            "forget what is old",
            session -> {
              Journal.forget(session, history);
              Claims.forget(session);
              return true;
            });
  }

  /** Takes back what nobody will give back, and serves those whom a release by plain SQL passed. */
  void takeBack() {
    Set<String> dead = leases.store().dead();
    if (!dead.isEmpty() || isAnythingToDo()) {
      leases.change(
          "take back what the dead held",
          session -> {
            Revoking.dead(session, dead);
            Revoking.expired(session);
            return true;
          });
    }
  }

  private boolean isAnythingToDo() {
    String self = leases.store().owner();
    return leases
        .store()
        .read(
            "look for what has expired",
            session ->
                session
                    .query(
                        // One process is enough: that of the first in the queue.
                        row -> row.getLong(1) > 0 || self.equals(row.getString(2)),
                        LOOK,
                        session.now(),
                        session.now(),
                        session.now())
                    .contains(true));
  }

  void stop() {
    stopped = true;
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
