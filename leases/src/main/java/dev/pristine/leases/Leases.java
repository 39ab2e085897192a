package dev.pristine.leases;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What parallel tests hold of what they share, whatever process or machine they run in.
 * Thread-safe; one for a process is enough.
 */
public final class Leases implements AutoCloseable {

  static final Duration LEASE_TIME = Duration.ofSeconds(30);

  private final Store store;
  private final Duration leaseTime;
  private final Cleaning cleaning = new Cleaning(this);
  private final Possession possession = new Possession();
  private final Keeper keeper;
  private final Acquiring acquiring;
  private final Tenure tenure = new Tenure(this);
  private final Map<String, Pool> pools = new ConcurrentHashMap<>();
  private volatile boolean open = true;

  private Leases(Store store, Duration leaseTime, long history) {
    this.store = store;
    this.leaseTime = leaseTime;
    this.keeper = new Keeper(this, history);
    this.acquiring = new Acquiring(this, keeper);
  }

  /**
   * Opens the usual store: what the system property {@code dev.pristine.leases.store} or the
   * environment variable {@code DEV_PRISTINE_LEASES_STORE} names, else {@code .pristine/leases.db}
   * at the project's root.
   *
   * @throws LeaseException if it cannot be used
   */
  public static Leases open() {
    return open(Places.usual(), LEASE_TIME);
  }

  /**
   * Opens a store.
   *
   * @param place the path of a file, or a JDBC URL of a PostgreSQL database, with user and password
   * @param leaseTime after how long what a paused process holds is given to others; at least a
   *     second
   * @throws LeaseException if it cannot be used
   */
  public static Leases open(String place, Duration leaseTime) {
    if (leaseTime.toMillis() < 1000) {
      throw new LeaseException("The lease time [" + leaseTime + "] is shorter than a second.");
    }
    Store store =
        place.startsWith("jdbc:postgresql:")
            ? new PostgresStore(place)
            : new SqliteStore(Path.of(Places.file(place)));
    return open(store, leaseTime, Places.HISTORY);
  }

  static Leases open(Store store, Duration leaseTime, long history) {
    Leases leases = new Leases(store, leaseTime, history);
    boolean done = false;
    try {
      String process = Places.process();
      store.transact(
          "register this process",
          session ->
              session.update(
                  "INSERT INTO owner (id, process, started) VALUES (?, ?, ?)",
                  store.owner(),
                  process,
                  session.now()));
      // Whatever the dead left is judged before anybody defines or wants anything.
      leases.keeper.takeBack();
      leases.keeper.start();
      done = true;
      return leases;
    } finally {
      if (!done) {
        store.close();
      }
    }
  }

  /**
   * Tells this process of a pool; each process that asks a source, or cleans, must be told. The
   * resources of a fixed source are put into the store now. Processes may define a pool
   * differently: it is cleaned as long as any of them lives that has a cleaner for it.
   *
   * @throws LeaseException if its source cannot be used
   */
  public Leases define(Pool pool) {
    List<Resource> fixed =
        pool.source() instanceof FixedSource known
            ? known.resources().stream().map(each -> each.withSecrets(pool.secrets())).toList()
            : List.of();
    store.transact(
        "define the pool [" + pool.name() + "]",
        session -> {
          Book.define(session, pool.name(), store.owner(), pool.cleaner() != null);
          if (pool.factory() == null) {
            Book.stock(session, pool.name(), fixed);
          } else {
            Book.stockMissing(session, pool.name(), fixed);
          }
          return true;
        });
    serve();
    pools.put(pool.name(), pool);
    cleaning.add(pool);
    cleaning.look();
    return this;
  }

  /**
   * Waits in turn for a resource or a lock, and holds it.
   *
   * @param patience how long to wait; zero to have it now or not at all
   * @param test whom it is for; told to those who wait
   * @throws LeaseTimeoutException if it did not become free in time
   * @throws LeaseException if there is nothing like it, or the store or the source cannot be used
   */
  public Lease acquire(Requirement wanted, Duration patience, String test) {
    return acquireAll(List.of(wanted), patience, test).get(0);
  }

  /** Acquires for the calling method: its name and line stand for the test. */
  public Lease acquire(Requirement wanted, Duration patience) {
    return acquire(wanted, patience, Places.caller());
  }

  /**
   * Waits in turn for several resources and locks, and holds all or none of them. Nothing is held
   * while waiting, so whoever asks for all that he needs at once is part of no deadlock.
   *
   * @return a lease for each, in the same order
   */
  public List<Lease> acquireAll(List<Requirement> wanted, Duration patience, String test) {
    requireOpen();
    Texts.value("name of a test", test);
    List<Lease> leases = acquiring.acquire(wanted, patience, test);
    if (!open) {
      leases.forEach(Lease::close);
      requireOpen();
    }
    return leases;
  }

  /** Tells whether anybody holds a resource. */
  public boolean isHeld(String pool, String resource) {
    return list(pool).stream()
        .anyMatch(each -> each.resource().name().equals(resource) && !each.process().isEmpty());
  }

  /** Lists the resources of a pool, or of all where it is empty, and the locks that are held. */
  public List<Holding> list(String pool) {
    List<Holding> all = store.read("list", session -> Book.list(session, pool));
    return all.stream()
        .map(
            each -> {
              Pool known = pools.get(each.pool());
              return known == null ? each : each.masked(known.secrets());
            })
        .toList();
  }

  /** Returns what the store holds, whoever defined it, for those who look after it. */
  public Stock stock() {
    return new Stock(this);
  }

  /**
   * Returns the newest lines of the journal, the oldest of them first.
   *
   * @param pool only this pool, or {@code lock}; all where empty
   * @param resource only this resource; all where empty
   */
  public List<Event> history(String pool, String resource, int most) {
    return store.read("read the journal", session -> Journal.read(session, pool, resource, most));
  }

  /**
   * Takes a resource from whoever holds it, or out of quarantine; {@code lock} as the pool stands
   * for locks. It is cleaned if anybody lives who does that, and else by the next who defines the
   * pool with a cleaner.
   *
   * @return whether there was anything to do
   */
  public boolean releaseByForce(String pool, String resource) {
    boolean done = change("release by force", session -> Revoking.byForce(session, pool, resource));
    cleaning.look();
    return done;
  }

  /**
   * Claims a value for a test: no other test of this run may have it. A run is what the system
   * property {@code dev.pristine.leases.run} names, or else all processes with the same parent. Its
   * claims are forgotten a day after its last one.
   *
   * @param kind what sort of value, as in {@code email}
   * @throws LeaseException if another test claimed it; names that test, and the line that claimed
   */
  public void claim(String kind, String value, String test) {
    Claims.claim(store, kind, value, test, Places.caller());
  }

  /**
   * Makes unique values for a test. Unlike those that share nothing, its {@link Unique#number}
   * takes small ranges as well: no two tests of a run get the same number, and as long as there are
   * others, none that another run got lately.
   */
  public Unique unique(String test) {
    return unique(test, Unique.newSeed());
  }

  /** Makes the same values again as another with this seed, in any run of the last day. */
  public Unique unique(String test, String seed) {
    return Unique.withLedger(seed, new Numbers(store, test));
  }

  /** Gives back what is still held, waits for cleaners that run, and closes the store. */
  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    List<RuntimeException> failures = new ArrayList<>();
    possession.leases().forEach(lease -> attempt(failures, lease::close));
    attempt(failures, cleaning::close);
    keeper.stop();
    attempt(failures, this::endPart);
    store.close();
    if (!failures.isEmpty()) {
      RuntimeException first = failures.get(0);
      failures.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }

  /**
   * Tells whether the session was lost that shows that this process lives: so is all that was held
   * then, and nothing more is lent here. Close these leases, and open others.
   */
  public boolean isLost() {
    return open && store.isLost();
  }

  /** Whatever fails, the rest is closed too. */
  private static void attempt(List<RuntimeException> failures, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      failures.add(e);
    }
  }

  private void endPart() {
    change(
        "end this process's part",
        session -> {
          Revoking.dead(session, Set.of(store.owner()));
          return true;
        });
  }

  boolean isOpen() {
    return open;
  }

  void requireOpen() {
    if (!open) {
      throw new LeaseException("These leases are closed.");
    }
    if (isLost()) {
      throw new LeaseException(
          "The session on ["
              + store.place()
              + "] that held this process's leases was lost. Close these leases, and open others.");
    }
  }

  Store store() {
    return store;
  }

  Duration leaseTime() {
    return leaseTime;
  }

  Keeper keeper() {
    return keeper;
  }

  /** Returns as whom this process works on something that nobody else has meanwhile. */
  Applicant worker(long ticket, String test) {
    return new Applicant(ticket, store.owner(), test, leaseTime.toMillis(), List.of());
  }

  Tenure tenure() {
    return tenure;
  }

  Possession possession() {
    return possession;
  }

  Cleaning cleaning() {
    return cleaning;
  }

  @Nullable Pool pool(String name) {
    return pools.get(name);
  }

  /** Changes the store, then serves those who wait. */
  <T> T change(String doing, Store.Work<T> work) {
    Set<Long> served = new HashSet<>();
    T result =
        store.transact(
            doing,
            session -> {
              served.clear();
              T made = work.run(session);
              served.addAll(serve(session));
              return made;
            });
    served.forEach(keeper::served);
    return result;
  }

  /**
   * Serves those who wait, then does the same as {@link #change}: what somebody gave back may not
   * have been handed on yet.
   */
  <T> T changeServed(String doing, Store.Work<T> work) {
    Set<Long> before = new HashSet<>();
    T result =
        change(
            doing,
            session -> {
              before.clear();
              before.addAll(serve(session));
              return work.run(session);
            });
    before.forEach(keeper::served);
    return result;
  }

  private Set<Long> serve(Session session) throws SQLException {
    try (Granting granting = new Granting(session)) {
      granting.serve();
      return announce(session, granting);
    }
  }

  /** Gives those who wait what has become free in another transaction. */
  void serve() {
    change("serve those who wait", session -> true);
  }

  /** Tells other processes what their threads were given; returns the tickets of our own. */
  Set<Long> announce(Session session, Granting granting) throws SQLException {
    Set<Long> own = new HashSet<>();
    Set<String> others = new HashSet<>();
    granting
        .served()
        .forEach(
            (ticket, owner) -> {
              if (owner.equals(store.owner())) {
                own.add(ticket);
              } else {
                others.add(owner);
              }
            });
    store.wake(session, others);
    return own;
  }
}
