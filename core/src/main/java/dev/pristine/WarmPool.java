package dev.pristine;

import dev.pristine.spi.Locks.Held;
import dev.pristine.spi.Rewindable;
import dev.pristine.spi.Rewindable.Outcome;
import dev.pristine.spi.Rewinder;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copies of one template that are rewound between leases. A lease ends at once, and its copy is
 * rewound behind it; whoever asks next gets another that is clean, or a new one while there is
 * room, and waits for a rewind only when there is neither. Copies are handed out last in first out,
 * because the youngest has the warmest caches, and to those who wait in the order of their arrival.
 *
 * <p>A copy keeps its connections, and so the seats reserved for them, until somebody else needs
 * seats: then it is cold, and has to be given new ones before its next lease. Thread-safe.
 */
final class WarmPool {

  private static final Logger log = LoggerFactory.getLogger(WarmPool.class);

  private final DatabaseName template;
  private final Rewinder rewinder;
  private final CloneFactory factory;
  private final Spares spares;
  private final Seating seating;
  private final Settings settings;
  private final Executor openers;
  private final Executor droppers;
  private final Runnable made;

  /** Whether somebody waits here. One object, so that it can be told from the wishes of others. */
  private final BooleanSupplier wish = this::isWanted;

  private final Deque<WarmClone> ready = new ArrayDeque<>();
  private final Deque<WarmClone> cold = new ArrayDeque<>();
  private final Waiters<WarmClone> waiting = new Waiters<>(this);
  private final RewindNews news = new RewindNews();

  /** All that exist or are being made, but for those that are to be dropped. */
  private int existing;

  private int opening;
  private int leased;

  /** The most that were leased and waited for at once so far. */
  private int parallelism;

  private long rewinds;
  private long lastUsed = System.nanoTime();

  /** Whether the first copy was made, for which somebody waits who has waited for long enough. */
  private boolean begun;

  private boolean closed;

  /**
   * Makes an empty pool.
   *
   * @param openers make copies and give seats to cold ones; {@code droppers} drop copies
   * @param made is run when there is one copy more
   */
  WarmPool(
      DatabaseName template,
      Rewinder rewinder,
      CloneFactory factory,
      Seating seating,
      Settings settings,
      Executor openers,
      Executor droppers,
      Runnable made) {
    this.template = template;
    this.rewinder = rewinder;
    this.factory = factory;
    this.spares = new Spares(template, factory);
    this.seating = seating;
    this.settings = settings;
    this.openers = openers;
    this.droppers = droppers;
    this.made = made;
  }

  /**
   * Takes a clean copy.
   *
   * @return the copy in a lease's hands; empty if the time ran out
   * @throws SQLException if none could be made
   * @throws PristineException if a rewind before went wrong: told once
   */
  Optional<Tenancy> take(Deadline deadline) throws SQLException, InterruptedException {
    news.refuseAfterFault();
    Waiters.Waiter<WarmClone> mine;
    synchronized (this) {
      if (closed) {
        throw new SQLException("Pristine is closed");
      }
      mine = waiting.join();
      parallelism = Math.max(parallelism, leased + waiting.size());
      serve();
    }
    return waiting
        .await(mine, deadline, this::giveBackUnused)
        .map(warm -> new WarmTenancy(warm, this));
  }

  private void giveBackUnused(WarmClone warm) {
    ended();
    giveBack(warm);
  }

  /**
   * Makes a copy cold that nobody uses, so that others can have its seats; false if there is none.
   */
  boolean yieldIdle() {
    WarmClone idle;
    synchronized (this) {
      idle = ready.pollLast();
    }
    if (idle == null) {
      return false;
    }
    idle.standUp();
    synchronized (this) {
      cold.addFirst(idle);
      serve();
    }
    return true;
  }

  /** Returns how many copies there are. */
  synchronized int existing() {
    return existing;
  }

  /** Returns when a copy was last handed out, by {@link System#nanoTime}. */
  synchronized long lastUsed() {
    return lastUsed;
  }

  /** Drops a copy that nobody uses, because others need the room; false if there is none. */
  boolean dropIdle() {
    WarmClone idle;
    synchronized (this) {
      idle = cold.isEmpty() ? ready.pollLast() : cold.pollLast();
    }
    if (idle == null) {
      return false;
    }
    drop(idle);
    return true;
  }

  /** Hands out no more copies, and drops those that nobody uses; the others when they return. */
  void close() {
    List<WarmClone> idle;
    synchronized (this) {
      closed = true;
      waiting.failAll("Pristine was closed, or the database forgotten, meanwhile");
      idle = new ArrayList<>(ready);
      idle.addAll(cold);
      ready.clear();
      cold.clear();
    }
    idle.forEach(this::drop);
  }

  /** Gives what is ready to those who wait, and opens more. Called with the monitor held. */
  private void serve() {
    while (!ready.isEmpty() && !waiting.isEmpty()) {
      leased++;
      lastUsed = System.nanoTime();
      waiting.serve(ready.removeFirst());
    }
    while (!closed && opening < waiting.size() && (!cold.isEmpty() || existing < limit())) {
      openNext(cold.pollFirst());
    }
  }

  private int limit() {
    return settings.clones() > 0 ? settings.clones() : 2 * parallelism + 1;
  }

  private void openNext(@Nullable WarmClone next) {
    if (next == null) {
      existing++;
    }
    opening++;
    openers.execute(() -> open(next));
  }

  /** Where the seats of a copy come from; none if nobody wants it any more. */
  private interface Reservation {
    Optional<Held> make() throws SQLException, InterruptedException;
  }

  private synchronized boolean isWanted() {
    return !closed && !waiting.isEmpty();
  }

  private void open(@Nullable WarmClone next) {
    open(
        next, () -> seating.reserve(seatsOfOne(), Deadline.after(settings.acquireTimeout()), wish));
  }

  /** Gives seats to a cold copy, or makes a new one with seats. */
  private void open(@Nullable WarmClone next, Reservation reservation) {
    WarmClone opened = next;
    boolean seated = false;
    try {
      Optional<Held> seats = reservation.make();
      if (seats.isPresent()) {
        try {
          opened = next == null ? make() : next;
          opened.sit(seats.get());
          seated = true;
        } finally {
          if (!seated) {
            seats.get().close();
          }
        }
      }
    } catch (SQLException | RuntimeException e) {
      failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      settle(opened, seated);
    }
    if (next == null && opened != null) {
      made.run();
    }
  }

  private void settle(@Nullable WarmClone opened, boolean seated) {
    synchronized (this) {
      opening--;
      if (opened == null) {
        existing--;
        return;
      }
      if (!closed) {
        (seated ? ready : cold).addFirst(opened);
        if (seated) {
          serve();
        }
        return;
      }
    }
    drop(opened);
  }

  /** Returns how many connections one copy needs: the lease's, and the engine's own. */
  private int seatsOfOne() {
    return settings.connections() + 1;
  }

  private WarmClone make() throws SQLException, InterruptedException {
    Clone clone = spares.adoptOrMake();
    return new WarmClone(clone, follow(clone, isHurried()), settings.connections());
  }

  /**
   * Whoever waits for the first copy need not wait for what can be learned from a second, if there
   * is room for one.
   */
  private boolean isHurried() throws SQLException, InterruptedException {
    synchronized (this) {
      boolean first = !begun && !closed && existing < limit();
      begun = true;
      if (!first) {
        return false;
      }
    }
    Optional<Held> seats = seating.reserve(seatsOfOne(), Deadline.after(Duration.ZERO), wish);
    if (seats.isEmpty()) {
      return false;
    }
    synchronized (this) {
      existing++;
      opening++;
    }
    openers.execute(() -> open(null, () -> seats));
    return true;
  }

  private Rewindable follow(Clone clone, boolean hurried) {
    try {
      return rewinder.follow(template.toString(), clone.name().toString(), hurried);
    } catch (SQLException e) {
      log.debug("Cannot follow {}", clone.name(), e);
      return new NeverRewound(e);
    }
  }

  /**
   * Tells whoever has waited longest; if nobody waits, the next who does will try again. Where only
   * the room for one more is missing, those that are being rewound come back soon.
   */
  private synchronized void failed(Exception e) {
    int rewinding = existing - opening - leased - ready.size() - cold.size();
    boolean othersCome = rewinding > 0 && ServerTrouble.isForWantOfRoom(e);
    if (othersCome || !waiting.fail(e)) {
      log.debug("Could not make one more copy of {}", template, e);
    }
  }

  /** Takes back a copy as clean as it was given. */
  private void giveBack(WarmClone warm) {
    boolean yields = seating.isWantedByOthers(wish);
    if (yields) {
      warm.standUp();
    }
    synchronized (this) {
      if (!closed) {
        (yields ? cold : ready).addFirst(warm);
        serve();
        return;
      }
    }
    drop(warm);
  }

  /** Rewinds the copy of a lease that has ended, and takes it back, or replaces it. */
  void rewind(WarmClone warm, Lease lease) {
    boolean verify;
    synchronized (this) {
      rewinds++;
      verify = settings.verifyEvery() > 0 && rewinds % settings.verifyEvery() == 0;
    }
    Outcome outcome;
    try {
      outcome = warm.rewind(lease.dataSource(), verify);
    } catch (SQLException | RuntimeException e) {
      log.debug("Could not rewind {}", warm.copy().name(), e);
      replace(warm, lease, "it failed: " + e.getMessage());
      return;
    }
    news.tell(lease, outcome);
    switch (outcome.verdict()) {
      case REWOUND -> {
        lease.board().removeNote(lease);
        giveBack(warm);
      }
      case REPLACE -> replace(warm, lease, outcome.reason());
      case DIFFERS -> {
        news.differs(lease, outcome.reason());
        drop(warm);
      }
    }
  }

  private void replace(WarmClone warm, Lease lease, String reason) {
    news.replaced(lease, reason);
    drop(warm);
  }

  private void drop(WarmClone warm) {
    warm.retire();
    forget();
    droppers.execute(() -> dropNow(warm));
  }

  private void dropNow(WarmClone warm) {
    try {
      factory.drop(warm.copy());
    } catch (SQLException e) {
      log.warn("Could not drop {}: a later run will", warm.copy().name(), e);
    }
  }

  /** Notes that a lease has ended, whose copy is still to be rewound. */
  synchronized void ended() {
    leased--;
  }

  /** Counts a copy as gone, because it now belongs to somebody else. */
  synchronized void forget() {
    existing--;
    serve();
  }
}
