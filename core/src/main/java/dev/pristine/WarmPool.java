package dev.pristine;

import dev.pristine.spi.Locks.Held;
import dev.pristine.spi.Rewindable.Change;
import dev.pristine.spi.Rewindable.Outcome;
import dev.pristine.spi.Rewinder;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

  /** How many different reasons for replacing copies are told; all are told to who debugs. */
  private static final int REASONS_TOLD = 10;

  private final DatabaseName template;
  private final Rewinder rewinder;
  private final CloneFactory factory;
  private final Seating seating;
  private final Settings settings;
  private final Executor openers;
  private final Executor droppers;

  /** Whether somebody waits here. One object, so that it can be told from the wishes of others. */
  private final BooleanSupplier wish = this::isWanted;

  private final Deque<WarmClone> ready = new ArrayDeque<>();
  private final Deque<WarmClone> cold = new ArrayDeque<>();
  private final Deque<Waiter> waiting = new ArrayDeque<>();
  private final Set<String> reasons = new HashSet<>();

  /** All that exist or are being made, but for those that are to be dropped. */
  private int existing;

  private int opening;
  private int leased;

  /** The most that were leased and waited for at once so far. */
  private int parallelism;

  private long rewinds;

  /** Looked for until there are none: spares are made ahead of runs, not during them. */
  private boolean sparesLeft = true;

  /** A rewind that did not bring back the template's state, for the next who asks to be told. */
  private @Nullable String fault;

  private boolean closed;

  /**
   * Makes an empty pool.
   *
   * @param openers make copies and give seats to cold ones; {@code droppers} drop copies
   */
  WarmPool(
      DatabaseName template,
      Rewinder rewinder,
      CloneFactory factory,
      Seating seating,
      Settings settings,
      Executor openers,
      Executor droppers) {
    this.template = template;
    this.rewinder = rewinder;
    this.factory = factory;
    this.seating = seating;
    this.settings = settings;
    this.openers = openers;
    this.droppers = droppers;
  }

  /** Somebody who waits for a copy. Equal to nobody else. */
  private static final class Waiter {
    private final CompletableFuture<WarmClone> given = new CompletableFuture<>();
  }

  /**
   * Takes a clean copy.
   *
   * @return the copy in a lease's hands; empty if the time ran out
   * @throws SQLException if none could be made
   * @throws PristineException if a rewind before went wrong: told once
   */
  Optional<Tenancy> take(Deadline deadline) throws SQLException, InterruptedException {
    Waiter mine = new Waiter();
    synchronized (this) {
      if (closed) {
        throw new SQLException("Pristine is closed");
      }
      tellFault();
      waiting.addLast(mine);
      parallelism = Math.max(parallelism, leased + waiting.size());
      serve();
    }
    try {
      return Optional.of(
          new WarmTenancy(mine.given.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS), this));
    } catch (TimeoutException e) {
      // Whoever was served in the very moment of giving up takes what was given.
      return withdraw(mine)
          ? Optional.empty()
          : Optional.of(new WarmTenancy(mine.given.join(), this));
    } catch (InterruptedException e) {
      if (!withdraw(mine) && !mine.given.isCompletedExceptionally()) {
        synchronized (this) {
          leased--;
        }
        giveBack(mine.given.join());
      }
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException failed) {
        throw failed;
      }
      throw new IllegalStateException(e.getCause());
    }
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

  /** Hands out no more copies, ends the connections of those that nobody uses, and follows none. */
  void close() {
    List<WarmClone> idle;
    synchronized (this) {
      closed = true;
      waiting.forEach(
          waiter ->
              waiter.given.completeExceptionally(
                  new SQLException("Pristine was closed meanwhile")));
      waiting.clear();
      idle = new ArrayList<>(ready);
      idle.addAll(cold);
      ready.clear();
      cold.clear();
    }
    idle.forEach(WarmClone::retire);
  }

  /** Closes this, and drops the copies that nobody uses. */
  void retire() {
    List<WarmClone> idle;
    synchronized (this) {
      idle = new ArrayList<>(ready);
      idle.addAll(cold);
    }
    close();
    idle.forEach(this::dropNow);
  }

  private void tellFault() {
    String told = fault;
    fault = null;
    if (told != null) {
      throw new PristineException(told);
    }
  }

  private synchronized boolean withdraw(Waiter mine) {
    return waiting.remove(mine);
  }

  /** Gives what is ready to those who wait, and opens more. Called with the monitor held. */
  private void serve() {
    while (!ready.isEmpty() && !waiting.isEmpty()) {
      leased++;
      waiting.removeFirst().given.complete(ready.removeFirst());
    }
    int limit = settings.clones() > 0 ? settings.clones() : 2 * parallelism;
    while (!closed && opening < waiting.size() && (!cold.isEmpty() || existing < limit)) {
      WarmClone next = cold.pollFirst();
      if (next == null) {
        existing++;
      }
      opening++;
      openers.execute(() -> open(next));
    }
  }

  private synchronized boolean isWanted() {
    return !closed && !waiting.isEmpty();
  }

  /** Gives seats to a cold copy, or makes a new one with seats. */
  private void open(@Nullable WarmClone next) {
    WarmClone opened = next;
    boolean seated = false;
    try {
      Optional<Held> seats =
          seating.reserve(seatsOfOne(), Deadline.after(settings.acquireTimeout()), wish);
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
  }

  private synchronized void settle(@Nullable WarmClone opened, boolean seated) {
    opening--;
    if (opened == null) {
      existing--;
    } else if (closed) {
      opened.retire();
    } else if (seated) {
      ready.addFirst(opened);
    } else {
      cold.addFirst(opened);
    }
    if (seated) {
      serve();
    }
  }

  /** Returns how many connections one copy needs: the lease's, and the engine's own. */
  private int seatsOfOne() {
    return settings.connections() + 1;
  }

  private WarmClone make() throws SQLException {
    Clone clone = adopt().orElse(null);
    if (clone == null) {
      clone = factory.make(template);
    }
    return new WarmClone(
        clone,
        rewinder.follow(template.toString(), clone.name().toString()),
        settings.connections());
  }

  private Optional<Clone> adopt() throws SQLException {
    synchronized (this) {
      if (!sparesLeft) {
        return Optional.empty();
      }
    }
    Optional<Clone> adopted = factory.adopt(template);
    if (adopted.isEmpty()) {
      synchronized (this) {
        sparesLeft = false;
      }
    }
    return adopted;
  }

  /** Tells whoever has waited longest; if nobody waits, the next who does will try again. */
  private synchronized void failed(Exception e) {
    Waiter first = waiting.pollFirst();
    if (first == null) {
      log.debug("Could not make a copy of {} ahead of demand", template, e);
    } else {
      first.given.completeExceptionally(e);
    }
  }

  /** Takes back a copy as clean as it was given. */
  private void giveBack(WarmClone warm) {
    boolean yields = seating.isWantedByOthers(wish);
    if (yields) {
      warm.standUp();
    }
    synchronized (this) {
      if (closed) {
        warm.retire();
      } else {
        (yields ? cold : ready).addFirst(warm);
        serve();
      }
    }
  }

  private void rewind(WarmClone warm, Lease lease) {
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
    outcome.beyond().forEach(change -> tellBeyond(lease, change));
    switch (outcome.verdict()) {
      case REWOUND -> {
        lease.board().removeNote(lease);
        giveBack(warm);
      }
      case REPLACE -> replace(warm, lease, outcome.reason());
      case DIFFERS -> {
        tellDifference(lease, outcome.reason());
        drop(warm);
      }
    }
  }

  private static void tellBeyond(Lease lease, String change) {
    log.warn(
        "[{}], or a test that ran at the same time, changed what all databases of the server share,"
            + " which nobody undoes: {}",
        lease.holder(),
        change);
  }

  private void tellDifference(Lease lease, String difference) {
    String told =
        ("The database of [%s] was rewound, but is not as its template: %s. It was dropped; tests that"
                + " had it before may have seen wrong data. This is a fault of Pristine: please report it,"
                + " and use pristine.isolation=clone meanwhile.")
            .formatted(lease.holder(), difference);
    log.error(told);
    synchronized (this) {
      fault = told;
    }
  }

  private void replace(WarmClone warm, Lease lease, String reason) {
    boolean told;
    synchronized (this) {
      told = reasons.size() < REASONS_TOLD && reasons.add(reason);
    }
    if (told) {
      log.info("The database of [{}] was replaced, not rewound: {}", lease.holder(), reason);
    } else {
      log.debug("The database of [{}] was replaced, not rewound: {}", lease.holder(), reason);
    }
    drop(warm);
  }

  private void drop(WarmClone warm) {
    warm.retire();
    synchronized (this) {
      existing--;
      serve();
    }
    droppers.execute(() -> dropNow(warm));
  }

  private void dropNow(WarmClone warm) {
    try {
      factory.drop(warm.copy());
    } catch (SQLException e) {
      log.warn("Could not drop {}: a later run will", warm.copy().name(), e);
    }
  }

  /** A copy in a lease's hands. */
  private record WarmTenancy(WarmClone warm, WarmPool pool) implements Tenancy {

    @Override
    public Clone database() {
      return warm.copy();
    }

    @Override
    public PooledConnections connections() {
      return warm.connections();
    }

    @Override
    public Optional<List<Change>> changes() throws SQLException {
      return Optional.of(warm.rewindable().changes());
    }

    @Override
    public void ended() {
      synchronized (pool) {
        pool.leased--;
      }
    }

    @Override
    public void vacate(Lease lease) {
      lease.endBorrowed();
      warm.retire();
      lease.board().endSessions(lease);
    }

    @Override
    public void forget() {
      synchronized (pool) {
        pool.existing--;
        pool.serve();
      }
    }

    @Override
    public void giveBack(Lease lease) {
      lease.endBorrowed();
      pool.rewind(warm, lease);
    }
  }
}
