package dev.pristine;

import dev.pristine.spi.Locks.Held;
import dev.pristine.spi.Server;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out copies of templates: first the connections are reserved, then a copy is taken, so that
 * nobody waits for connections who holds a copy. Thread-safe.
 */
final class Leasing {

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);
  private static final int BACKGROUND_THREADS = 2;

  /** A rewind is mostly waiting for the server. */
  private static final int REWINDING_THREADS = 4;

  /** How many copies of all templates are kept, for each lease that there was at once. */
  private static final int KEPT_FOR_EACH = 4;

  private static final int LEAST_KEPT = 8;

  private static final Logger log = LoggerFactory.getLogger(Leasing.class);

  private final Server server;
  private final Settings settings;
  private final Clock clock;
  private final CloneFactory factory;
  private final Seating seating;
  private final LeaseBoard board;
  private final ExecutorService makers =
      Executors.newFixedThreadPool(BACKGROUND_THREADS, Threads.daemon("pristine-maker"));
  private final ExecutorService droppers =
      Executors.newFixedThreadPool(BACKGROUND_THREADS, Threads.daemon("pristine-dropper"));

  /** End the connections of leases; kept apart, so that seats do not wait for databases to go. */
  private final ExecutorService cleaners =
      Executors.newFixedThreadPool(BACKGROUND_THREADS, Threads.daemon("pristine-cleaner"));

  /** End the leases whose copies are rewound. */
  private final ExecutorService rewinders =
      Executors.newFixedThreadPool(REWINDING_THREADS, Threads.daemon("pristine-rewinder"));

  private final Map<CopiesKey, Copies> copies = new ConcurrentHashMap<>();
  private final Map<DatabaseName, WarmPool> warm = new ConcurrentHashMap<>();
  private final AtomicBoolean obstacleTold = new AtomicBoolean();

  Leasing(Server server, Settings settings, Clock clock, CloneFactory factory) {
    this.server = server;
    this.settings = settings;
    this.clock = clock;
    this.factory = factory;
    this.seating = new Seating(server, this::yieldIdle);
    this.board = new LeaseBoard(factory, settings, clock, cleaners, rewinders);
  }

  private record CopiesKey(DatabaseName template, Isolation isolation) {}

  /** Takes a lease, waiting at most as long as the settings say. */
  Lease lease(DatabaseName template, Isolation wanted, String holder)
      throws SQLException, InterruptedException {
    Deadline deadline = Deadline.after(settings.acquireTimeout());
    Isolation isolation = possible(wanted);
    Tenancy tenancy =
        isolation == Isolation.REWIND
            ? warm.computeIfAbsent(template, this::warmPool)
                .take(deadline)
                .orElseThrow(() -> timeout(holder, "for a copy of the template " + template))
            : take(template, isolation, holder, deadline);
    Lease lease =
        new Lease(
            tenancy,
            new LeasedDataSource(tenancy.connections(), holder),
            isolation,
            holder,
            clock.instant(),
            board);
    board.add(lease);
    return lease;
  }

  private Tenancy take(DatabaseName template, Isolation isolation, String holder, Deadline deadline)
      throws SQLException, InterruptedException {
    Held seats =
        seating
            .reserve(settings.connections(), deadline)
            .orElseThrow(() -> timeout(holder, "for connections of the server"));
    Tenancy tenancy = null;
    try {
      Copies source = copies.computeIfAbsent(new CopiesKey(template, isolation), this::copies);
      Clone clone =
          source
              .take(deadline)
              .orElseThrow(() -> timeout(holder, "for a copy of the template " + template));
      tenancy =
          new OwnSeats(
              clone, new PooledConnections(clone.access(), settings.connections()), seats, source);
      return tenancy;
    } finally {
      if (tenancy == null) {
        seats.close();
      }
    }
  }

  /** Returns the isolation itself, or the nearest that this server allows; says so once. */
  private Isolation possible(Isolation isolation) {
    if (isolation != Isolation.REWIND || server.rewinder().isPresent()) {
      return isolation;
    }
    if (obstacleTold.compareAndSet(false, true)) {
      Server.Obstacle obstacle = server.obstacleToRewind();
      log.info(
          "Databases cannot be rewound on {}: {}. Each test gets a new copy instead.{}",
          server.facts().address(),
          obstacle.reason(),
          obstacle.remedy().isEmpty()
              ? ""
              : " To change that, run as a superuser: " + String.join("; ", obstacle.remedy()));
    }
    return Isolation.CLONE;
  }

  LeaseBoard board() {
    return board;
  }

  /** Does something when the cleaners have time. */
  void inBackground(Runnable task) {
    cleaners.execute(task);
  }

  /** Gives up connections that are kept for later, if another process waits for some. */
  void yieldIfWanted() {
    if (server.seats().isWanted()) {
      boolean more = true;
      while (more) {
        more = yieldIdle();
      }
    }
  }

  private boolean yieldIdle() {
    return warm.values().stream().anyMatch(WarmPool::yieldIdle);
  }

  /** Drops the copies of a template that nobody uses, and makes no more of them. */
  void retire(DatabaseName template) {
    WarmPool pool = warm.remove(template);
    if (pool != null) {
      pool.close();
    }
    for (Isolation isolation : Isolation.values()) {
      Copies source = copies.remove(new CopiesKey(template, isolation));
      if (source != null) {
        source.close();
      }
    }
  }

  /** Ends all leases, and finishes what goes on in the background. */
  void close() {
    copies.values().forEach(Copies::close);
    warm.values().forEach(WarmPool::close);
    board.revokeAll("Pristine was closed");
    finish(makers);
    finish(cleaners);
    finish(rewinders);
    finish(droppers);
  }

  private WarmPool warmPool(DatabaseName template) {
    return new WarmPool(
        template,
        server.rewinder().orElseThrow(),
        factory,
        seating,
        settings,
        makers,
        droppers,
        this::keepWithinBudget);
  }

  /**
   * Drops copies that nobody uses, of templates that were not used for longest, while there are
   * more than are worth their memory: a run may have many templates, one for each fixture.
   */
  private void keepWithinBudget() {
    int budget = Math.max(LEAST_KEPT, KEPT_FOR_EACH * board.busiest());
    int surplus = warm.values().stream().mapToInt(WarmPool::existing).sum() - budget;
    List<WarmPool> longestUnused =
        warm.values().stream().sorted(Comparator.comparingLong(WarmPool::lastUsed)).toList();
    for (WarmPool pool : longestUnused) {
      while (surplus > 0 && pool.dropIdle()) {
        surplus--;
      }
    }
  }

  private Copies copies(CopiesKey key) {
    int bound = settings.clones();
    return switch (key.isolation) {
      case CLONE -> new Copies.Fresh(pool(key.template, bound, true));
      case PER_WORKER -> new Copies.Reused(pool(key.template, bound, false));
      case NONE -> new Copies.Shared(pool(key.template, 1, false));
      case REWIND -> throw new IllegalStateException("Has a pool of its own");
    };
  }

  private ClonePool pool(DatabaseName template, int bound, boolean ahead) {
    return new ClonePool(template, factory, makers, droppers, bound, ahead);
  }

  private AcquireTimeoutException timeout(String holder, String waitedFor) {
    String others;
    try {
      others =
          "Other processes: %s. Connections: %s".formatted(others(), server.seats().describe());
    } catch (SQLException e) {
      others = "What else uses the server cannot be told (" + e.getMessage() + ")";
    }
    return new AcquireTimeoutException(
        ("No database became free within %d ms for [%s], which waited %s. Held now by: %s."
                + " %s. Likely a lease is not closed, or more tests run at once than the"
                + " server has connections for: lower pristine.connections (now %d) or the parallelism,"
                + " or raise pristine.acquire-timeout or the server's limit.")
            .formatted(
                settings.acquireTimeout().toMillis(),
                holder,
                waitedFor,
                board.describe(),
                others,
                settings.connections()));
  }

  private String others() throws SQLException {
    Map<String, Long> databases =
        server.databases().list().stream()
            .flatMap(entry -> DatabaseName.parse(entry.name()).stream())
            .collect(Collectors.groupingBy(DatabaseName::owner, Collectors.counting()));
    String others =
        server.livingOwners().stream()
            .filter(owner -> !owner.id().equals(server.facts().ownerId()))
            .map(
                owner ->
                    "[%s] has %d databases, since %s"
                        .formatted(
                            owner.description(),
                            databases.getOrDefault(owner.id(), 0L),
                            owner.since()))
            .collect(Collectors.joining("; "));
    return others.isEmpty() ? "none" : others;
  }

  private static void finish(ExecutorService executor) {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
