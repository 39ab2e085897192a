package dev.pristine;

import dev.pristine.spi.Engine;
import dev.pristine.spi.Owner;
import dev.pristine.spi.Server;
import dev.pristine.spi.ServerRequest;
import dev.pristine.sql.Phrases;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way in: a session on one server, from which tests acquire databases of their own.
 * Thread-safe.
 *
 * <p>Most programs have one for their whole life, and close it. If the process dies instead,
 * whoever uses the server next drops what it left.
 *
 * <pre>{@code
 * try (Pristine pristine = Pristine.open();
 *     TestDatabase database = pristine.acquire(migration)) {
 *   use(database.dataSource());
 * }
 * }</pre>
 */
public final class Pristine implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Pristine.class);

  private final Settings settings;
  private final Server server;
  private final boolean tidies;
  private volatile boolean foundAbandoned;
  private final Templates templates;
  private final Freezer freezer;
  private final CloneFactory factory;
  private final Leasing leasing;
  private final Housekeeping housekeeping;
  private final OwnerWatch watch;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Object closing = new Object();
  private final AtExit atExit;

  private Pristine(Settings settings, Server server, boolean tidies, AtExit atExit) {
    this.atExit = atExit;
    this.settings = settings;
    this.server = server;
    this.tidies = tidies;
    Clock clock = Clock.systemUTC();
    this.templates = new Templates(server, settings, clock);
    this.freezer = new Freezer(server, clock);
    this.factory = new CloneFactory(server);
    this.leasing = new Leasing(server, settings, clock, factory);
    this.housekeeping = new Housekeeping(server, settings, clock);
    this.watch = new OwnerWatch(server, leasing);
  }

  /**
   * Opens a session with the settings from their usual places.
   *
   * @throws SettingsException if a setting is unknown or wrong
   * @throws ServerException if the server cannot be reached or started
   */
  public static Pristine open() {
    return open(Settings.load());
  }

  /**
   * Opens a session. An embedded server is started if none runs for this user.
   *
   * @throws SettingsException if no engine knows the server
   * @throws ServerException if the server cannot be reached or started
   */
  public static Pristine open(Settings settings) {
    Engine engine = Engines.forServer(settings);
    return open(settings, true, () -> Optional.of(engine.open(request(settings)))).orElseThrow();
  }

  /**
   * Opens a session as {@link #open(Settings)} does, unless an embedded server is not running. It
   * is for looking: it drops what earlier runs have left only when it is told to {@link #clean},
   * and {@link #close} leaves a server running that it found without any process that uses it.
   */
  public static Optional<Pristine> openIfRunning(Settings settings) {
    Engine engine = Engines.forServer(settings);
    return open(settings, false, () -> engine.join(request(settings)));
  }

  /**
   * Removes all that an embedded server which is not running has left on disk: templates, set-aside
   * databases and unpacked binaries.
   *
   * @throws ServerException if the server is running
   */
  public static void purge(Settings settings) {
    try {
      Engines.forServer(settings).purge(request(settings));
    } catch (SQLException e) {
      throw ServerTrouble.translate("Cannot remove the cache", address(settings), e);
    }
  }

  /**
   * Acquires a database with the isolation of the settings, held by the calling thread's name.
   *
   * @see #acquire(Migration, Isolation, String)
   */
  public TestDatabase acquire(Migration migration) {
    return acquire(migration, settings.isolation(), Thread.currentThread().getName());
  }

  /**
   * Acquires a database that the migration made, waiting for one at most as long as the setting
   * {@code pristine.acquire-timeout} says.
   *
   * @param holder who wants it, for people: the test's name
   * @return the database; the caller closes it
   * @throws MigrationException if its template had to be built and that failed
   * @throws AcquireTimeoutException if none became free in time
   * @throws ServerException if the server failed, or was lost
   * @throws PristineException if this is closed, the thread was interrupted, or the rewind of an
   *     earlier test's database is known to have gone wrong, which is told once
   */
  public TestDatabase acquire(Migration migration, Isolation isolation, String holder) {
    refuseUnusable();
    DatabaseName template = templates.of(migration);
    try {
      Lease lease = leasing.lease(template, isolation, holder);
      if (closed.get() || watch.isLost()) {
        // Meanwhile; whoever ended all leases may have missed this one.
        lease.end(false);
        refuseUnusable();
      }
      return new TestDatabase(lease);
    } catch (SQLException e) {
      refuseUnusable();
      throw ServerTrouble.translate(
          "Cannot acquire a database for [%s]".formatted(holder), server.facts().address(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PristineException(
          "Interrupted while waiting for a database for [%s].".formatted(holder), e);
    }
  }

  /**
   * Builds the template of a migration and makes copies of it ahead, for whoever takes them first.
   *
   * @return the template's name
   */
  public String prepare(Migration migration, int spares) {
    refuseUnusable();
    DatabaseName template = templates.of(migration);
    try {
      for (int i = 0; i < spares; i++) {
        factory.makeSpare(template);
      }
    } catch (SQLException e) {
      throw ServerTrouble.translate(
          "Cannot prepare copies of [%s]".formatted(template), server.facts().address(), e);
    }
    return template.toString();
  }

  /**
   * Freezes a database as it is, so that others are acquired as copies of it. Its lease ends; its
   * connections are ended, and what was not committed is lost. Returns when the first copy can be
   * made.
   *
   * @param written a database that was acquired here with {@link Isolation#CLONE} or {@link
   *     Isolation#REWIND}, and not closed
   * @return what stands for it in {@link #acquire}, until it is {@linkplain #forget forgotten} or
   *     this is closed
   * @throws ServerException if the server failed; the database is lost then
   * @throws PristineException if the database is not one that can be frozen
   */
  public Migration freeze(TestDatabase written) {
    refuseUnusable();
    Lease lease = written.lease();
    boolean pristineBefore =
        lease.isolation() == Isolation.CLONE || lease.isolation() == Isolation.REWIND;
    if (!pristineBefore || lease.board() != leasing.board()) {
      throw new PristineException(
          "The database [%s] of [%s] cannot be frozen: others use it too, or it was acquired elsewhere. Acquire one with the isolation CLONE or REWIND from the same Pristine."
              .formatted(written.name(), written.holder()));
    }
    if (!written.leaveToCaller()) {
      throw new PristineException(
          "The database [%s] of [%s] cannot be frozen: it was closed. Freeze it instead of closing it."
              .formatted(written.name(), written.holder()));
    }
    try {
      FrozenMigration frozen = freezer.freeze(lease);
      templates.learn(frozen);
      return frozen;
    } catch (SQLException e) {
      refuseUnusable();
      throw ServerTrouble.translate(
          "Cannot freeze the database of [%s]".formatted(written.holder()),
          server.facts().address(),
          e);
    }
  }

  /**
   * Forgets a frozen database, which is dropped in the background, together with its copies as they
   * become free. Does nothing if it was forgotten before.
   *
   * @param frozen what {@link #freeze} returned
   */
  public void forget(Migration frozen) {
    if (frozen instanceof FrozenMigration known && templates.forget(known)) {
      leasing.retire(known.database());
      try {
        leasing.inBackground(() -> freezer.drop(known.database()));
      } catch (RejectedExecutionException e) {
        log.debug("[{}] was forgotten after Pristine was closed, which drops it", frozen, e);
      }
    }
  }

  /** Tells what Pristine has on the server now. */
  public Status status() {
    try {
      Map<String, Lease> own =
          leasing.board().all().stream()
              .collect(
                  Collectors.toMap(
                      lease -> lease.database().name().toString(),
                      Function.identity(),
                      (a, b) -> a));
      List<Status.Database> databases = housekeeping.describe(own);
      return new Status(
          server.facts().product(),
          server.facts().address(),
          server.seats().describe(),
          server.livingOwners().stream().map(this::process).toList(),
          databases,
          Status.Rewind.on(server),
          server.facts().advice());
    } catch (SQLException e) {
      throw ServerTrouble.translate("Cannot tell the status", server.facts().address(), e);
    }
  }

  /** Returns what the server's DBMS says in words of its own. */
  public Phrases phrases() {
    return server;
  }

  /**
   * Drops what nobody owns, and what is over the limits of number and age.
   *
   * @param everything whether to drop all that no living process uses, templates and set-aside
   *     databases included
   * @return the names of what was dropped
   */
  public List<String> clean(boolean everything) {
    try {
      return everything ? housekeeping.clear() : housekeeping.tidy();
    } catch (SQLException e) {
      throw ServerTrouble.translate("Cannot clean up", server.facts().address(), e);
    }
  }

  /**
   * Ends all leases, drops this process's copies and ends the session. If it was the last on an
   * embedded server, and nothing is set aside there for people to look at, stops the server. Errors
   * are logged: what is left behind is dropped by whoever comes next. Idempotent.
   */
  @Override
  public void close() {
    close(true);
  }

  /**
   * Does as {@link #close()}, but stops an embedded server even if something was set aside there.
   */
  public void closeAndStop() {
    close(false);
  }

  /** Whoever comes second returns when the first is done. */
  private void close(boolean keepForPeople) {
    synchronized (closing) {
      if (closed.compareAndSet(false, true)) {
        atExit.forget();
        watch.close();
        leasing.close();
        leave(keepForPeople);
      }
    }
  }

  private void leave(boolean keepForPeople) {
    try (server) {
      housekeeping.dropAllOf(server.facts().ownerId());
      if (tidies) {
        housekeeping.tidy();
      }
      if (keepForPeople && (foundAbandoned || housekeeping.keepsAnything())) {
        server.leaveRunning();
      }
    } catch (SQLException e) {
      log.warn("Could not clean up: the next run will", e);
    }
  }

  /** Opens a session on a server, if there is one. */
  private interface Opening {
    Optional<Server> open() throws SQLException;
  }

  private static Optional<Pristine> open(Settings settings, boolean tidies, Opening opening) {
    AtExit atExit = AtExit.register();
    Optional<Pristine> pristine = Optional.empty();
    try {
      pristine = opening.open().map(server -> new Pristine(settings, server, tidies, atExit));
      pristine.ifPresent(Pristine::begin);
      return pristine;
    } catch (SQLException e) {
      throw ServerTrouble.translate("Cannot open a session", address(settings), e);
    } finally {
      atExit.opened(pristine);
    }
  }

  private void begin() {
    server.facts().advice().forEach(advice -> log.info("{}: {}", server.facts().address(), advice));
    watch.begin();
    if (tidies) {
      leasing.inBackground(this::tidyAtStart);
    } else {
      foundAbandoned = isAlone();
    }
  }

  private boolean isAlone() {
    try {
      return server.livingOwners().size() == 1;
    } catch (SQLException e) {
      log.debug("Cannot tell whether anybody else uses the server", e);
      return false;
    }
  }

  private void refuseUnusable() {
    watch.refuseIfLost();
    if (closed.get()) {
      throw new PristineException("Pristine is closed: acquire databases before close().");
    }
  }

  private void tidyAtStart() {
    try {
      List<String> dropped = housekeeping.tidy();
      if (!dropped.isEmpty()) {
        log.info("Dropped what earlier runs had left: {}", dropped);
      }
    } catch (SQLException e) {
      log.warn("Could not drop what earlier runs had left: a later run will", e);
    }
  }

  private Status.OwnerProcess process(Owner owner) {
    return Status.OwnerProcess.of(owner, server.facts().ownerId());
  }

  private static ServerRequest request(Settings settings) {
    return new ServerRequest(
        settings.server(),
        settings.user().orElse(null),
        settings.password().orElse(null),
        settings.project(),
        settings.administratorRole(),
        settings.freeIds(),
        settings.cache().orElse(null),
        settings.storage());
  }

  private static String address(Settings settings) {
    return Engines.withoutPassword(settings.server());
  }
}
