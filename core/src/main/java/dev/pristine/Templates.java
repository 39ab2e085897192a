package dev.pristine;

import dev.pristine.DatabaseName.Kind;
import dev.pristine.spi.Access;
import dev.pristine.spi.DatabaseEntry;
import dev.pristine.spi.Locks.Held;
import dev.pristine.spi.Owner;
import dev.pristine.spi.Server;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The templates that this process uses: found on the server, or built there by one process while
 * all others wait. Thread-safe.
 */
final class Templates {

  private static final Logger log = LoggerFactory.getLogger(Templates.class);

  /** How exactly the last use of a template is known. */
  private static final Duration NOTE_EVERY = Duration.ofHours(1);

  private static final Duration BUILD_PATIENCE = Duration.ofHours(1);

  private final Server server;
  private final Settings settings;
  private final Clock clock;
  private final Map<Migration, CompletableFuture<DatabaseName>> known = new ConcurrentHashMap<>();
  private final AtomicInteger builds = new AtomicInteger();

  Templates(Server server, Settings settings, Clock clock) {
    this.server = server;
    this.settings = settings;
    this.clock = clock;
  }

  /** Names the lock that every user of a template shares, and that whoever drops it has alone. */
  static String useLock(DatabaseName template) {
    return "use " + template;
  }

  /** Names the lock that whoever builds a template has alone. */
  static String buildingLock(DatabaseName template) {
    return "build " + template;
  }

  /**
   * Returns the template that a migration makes, building it if the server has none. Whoever asks
   * while it is built waits, and is told of a failure; whoever asks after a failure tries again.
   */
  DatabaseName of(Migration migration) {
    CompletableFuture<DatabaseName> mine = new CompletableFuture<>();
    CompletableFuture<DatabaseName> first = known.putIfAbsent(migration, mine);
    if (first != null) {
      return join(first).orElseGet(() -> of(migration));
    }
    try {
      DatabaseName template = findOrBuild(migration);
      mine.complete(template);
      return template;
    } catch (RuntimeException | Error e) {
      // Forgotten before the waiters learn of it, so that whoever asks next tries again.
      known.remove(migration, mine);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  /** Lets a frozen database be the template of what stands for it. */
  void learn(FrozenMigration frozen) {
    known.put(frozen, CompletableFuture.completedFuture(frozen.database()));
  }

  /**
   * Forgets a frozen database.
   *
   * @return whether it was known
   */
  boolean forget(FrozenMigration frozen) {
    return known.remove(frozen) != null;
  }

  /**
   * Waits for whoever builds a template; empty if that one was interrupted, which is not our fate.
   */
  private static Optional<DatabaseName> join(CompletableFuture<DatabaseName> future) {
    try {
      return Optional.of(future.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PristineException("Interrupted while waiting for a template.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MigrationException failed) {
        throw new MigrationException(String.valueOf(failed.getMessage()), failed);
      }
      if (e.getCause() instanceof PristineException failed
          && failed.getCause() instanceof InterruptedException) {
        return Optional.empty();
      }
      if (e.getCause() instanceof RuntimeException failed) {
        throw failed;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private DatabaseName findOrBuild(Migration migration) {
    String fingerprint = fingerprint(migration);
    DatabaseName template = DatabaseName.template(settings.project(), fingerprint);
    try {
      if (use(template)) {
        return template;
      }
      // Before the lock is taken: nobody holds one while waiting for another.
      Optional<DatabaseName> base = migration.base().map(each -> templateOfBase(each, migration));
      try (Held lock = buildLock(template, migration)) {
        // Whoever held the lock before us may have built it.
        if (!use(template)) {
          build(template, base, migration, fingerprint);
          if (!use(template)) {
            throw new ServerException(
                "The template [%s] was dropped just after it was built, by somebody else on [%s]."
                    .formatted(template, server.facts().address()));
          }
        }
      }
      return template;
    } catch (SQLException e) {
      throw ServerTrouble.translate(
          "Cannot make the template [%s] of the migration [%s]".formatted(template, migration),
          server.facts().address(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PristineException(
          "Interrupted while waiting for the template [%s] of the migration [%s]."
              .formatted(template, migration),
          e);
    }
  }

  /**
   * Returns the template that a fixture is put on top of. It is used by this process from now on,
   * so nobody drops it meanwhile.
   */
  private DatabaseName templateOfBase(Migration base, Migration fixture) {
    DatabaseName template = of(base);
    // What this process knows may be older than the files that the fixture's name was made from.
    if (!template.equals(DatabaseName.template(settings.project(), fingerprint(base)))) {
      throw new MigrationException(
          "The migration [%s] changed after its template was made, so the template of [%s] was not built on top of it. Run again."
              .formatted(base, fixture));
    }
    return template;
  }

  /**
   * Says that this process uses a template, which keeps everybody from dropping it. Never given
   * back: it ends with the session.
   *
   * @return whether the template exists
   */
  private boolean use(DatabaseName template) throws SQLException {
    Optional<DatabaseEntry> entry = find(template);
    if (entry.isEmpty()) {
      return false;
    }
    Optional<Held> use = server.locks().tryShared(useLock(template));
    if (use.isEmpty() || find(template).isEmpty()) {
      // Somebody is dropping it, or just did.
      if (use.isPresent()) {
        use.get().close();
      }
      return false;
    }
    noteUse(template, entry.get());
    return true;
  }

  private Optional<DatabaseEntry> find(DatabaseName template) throws SQLException {
    return server.databases().list().stream()
        .filter(entry -> entry.whole() && entry.name().equals(template.toString()))
        .findFirst();
  }

  private void noteUse(DatabaseName template, DatabaseEntry entry) throws SQLException {
    Instant now = clock.instant();
    if (Notes.instant(entry.note()).plus(NOTE_EVERY).isBefore(now)) {
      server.databases().note(template.toString(), Notes.write(now, Notes.text(entry.note())));
    }
  }

  private Held buildLock(DatabaseName template, Migration migration)
      throws SQLException, InterruptedException {
    return server
        .locks()
        .exclusive(buildingLock(template), BUILD_PATIENCE)
        .orElseThrow(
            () ->
                new MigrationException(
                    "Waited %s for another process that builds the template [%s] of the migration [%s]."
                        .formatted(BUILD_PATIENCE, template, migration)));
  }

  private void build(
      DatabaseName template, Optional<DatabaseName> base, Migration migration, String fingerprint)
      throws SQLException {
    long start = System.nanoTime();
    String owner = server.facts().ownerId();
    String building = template.copy(Kind.BUILDING, owner, builds.incrementAndGet()).toString();
    dropRemains(template);
    boolean published = false;
    try {
      Access access =
          base.isPresent()
              ? server.databases().clone(base.get().toString(), building)
              : server.databases().create(building);
      apply(migration, access);
      if (!fingerprint(migration).equals(fingerprint)) {
        throw new MigrationException(
            "The migration [%s] changed while its template was built, so nothing of it was kept. Run again."
                .formatted(migration));
      }
      String note = Notes.write(clock.instant(), Notes.ofTemplate(base));
      server.databases().publish(building, template.toString(), note);
      published = true;
    } finally {
      if (!published) {
        dropAfterFailure(building);
      }
    }
    log.info(
        "Built the template {} of {} in {} ms",
        template,
        migration,
        Duration.ofNanos(System.nanoTime() - start).toMillis());
  }

  /** Drops what builders that died have left, and what is left of a template itself. */
  private void dropRemains(DatabaseName template) throws SQLException {
    List<DatabaseEntry> entries = server.databases().list();
    Set<String> living = server.livingOwners().stream().map(Owner::id).collect(Collectors.toSet());
    for (DatabaseEntry entry : entries) {
      Optional<DatabaseName> name =
          DatabaseName.parse(entry.name()).filter(known -> known.template().equals(template));
      if (name.isPresent() && isRemains(name.get(), entry, living)) {
        if (name.get().kind() == Kind.TEMPLATE) {
          dropUnused(template);
        } else {
          server.databases().drop(entry.name());
        }
      }
    }
  }

  private void dropUnused(DatabaseName template) throws SQLException {
    Optional<Held> alone = server.locks().tryExclusive(useLock(template));
    if (alone.isEmpty()) {
      throw new ServerException(
          "The template [%s] on [%s] is not whole any more, and other processes still use it. Run again when they have ended."
              .formatted(template, server.facts().address()));
    }
    try (Held held = alone.get()) {
      server.databases().drop(template.toString());
    }
  }

  private static boolean isRemains(DatabaseName name, DatabaseEntry entry, Set<String> living) {
    return switch (name.kind()) {
      case BUILDING -> !living.contains(name.owner());
      case TEMPLATE -> !entry.whole();
      // Copies of one that is gone: the next one of this name has other object ids.
      case SPARE -> true;
      case CLONE, KEPT, FROZEN -> false;
    };
  }

  private void dropAfterFailure(String building) {
    try {
      server.databases().drop(building);
    } catch (SQLException e) {
      log.warn("Could not drop {} after its migration failed: the next run will", building, e);
    }
  }

  private static void apply(Migration migration, Access access) {
    try {
      migration.apply(new BuildingTarget(access));
    } catch (PristineException e) {
      throw e;
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new MigrationException(
          "The migration [%s] failed: %s. Nothing of it was kept."
              .formatted(migration, e.getMessage()),
          e);
    }
  }

  private String fingerprint(Migration migration) {
    return migration
        .base()
        .map(base -> Digests.of("fixture", fingerprint(base), migration.fingerprint()))
        .orElseGet(() -> Digests.of(server.facts().fingerprint(), migration.fingerprint()));
  }

  private record BuildingTarget(Access access) implements Migration.Target {
    @Override
    public DataSource dataSource() {
      return access.unpooled();
    }

    @Override
    public String jdbcUrl() {
      return access.jdbcUrl();
    }

    @Override
    public String user() {
      return access.user();
    }

    @Override
    public String password() {
      return access.password();
    }
  }
}
