package dev.pristine;

import dev.pristine.DatabaseName.Kind;
import dev.pristine.spi.DatabaseEntry;
import dev.pristine.spi.Locks.Held;
import dev.pristine.spi.Owner;
import dev.pristine.spi.Server;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops what nobody owns any more: the copies, frozen databases and half-built templates of
 * processes that are gone, and templates and set-aside databases that are too many or too old.
 * Thread-safe.
 */
final class Housekeeping {

  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

  private final Server server;
  private final Settings settings;
  private final Clock clock;

  Housekeeping(Server server, Settings settings, Clock clock) {
    this.server = server;
    this.settings = settings;
    this.clock = clock;
  }

  /** A database of ours, with its name understood. */
  private record Known(DatabaseName name, DatabaseEntry entry) {
    boolean isTemplate(boolean ofFixture) {
      return name.kind() == Kind.TEMPLATE && Notes.isOfFixture(entry.note()) == ofFixture;
    }

    boolean belongsToOwner() {
      return switch (name.kind()) {
        case BUILDING, CLONE, FROZEN -> true;
        case TEMPLATE, SPARE, KEPT -> false;
      };
    }

    Instant noted() {
      return Notes.instant(entry.note());
    }
  }

  /** Drops what nobody owns and what is over the limits; returns the names. */
  List<String> tidy() throws SQLException {
    // In this order: an owner is alive before its first database is there, so what is listed first
    // and has no living owner afterwards is an orphan.
    List<Known> databases = list();
    Set<String> living = livingOwners();
    List<String> dropped = new ArrayList<>();
    for (Known known : databases) {
      if (isOrphan(known, databases, living)) {
        if (known.name.kind() == Kind.TEMPLATE) {
          dropRemains(known, dropped);
        } else {
          drop(known, dropped);
        }
      }
    }
    dropped.addAll(
        retire(
            databases,
            known -> known.name.kind() == Kind.KEPT,
            settings.keepNumber(),
            settings.keepAge()));
    // Apart: a suite has a few migrations, but may have a fixture for each of its classes, and they
    // must not drive out what they were built on, nor each other with every run.
    dropped.addAll(
        retire(
            databases,
            known -> known.isTemplate(false),
            settings.templates(),
            settings.templateAge()));
    dropped.addAll(
        retire(
            databases,
            known -> known.isTemplate(true),
            settings.fixtureTemplates(),
            settings.templateAge()));
    return dropped;
  }

  /** Drops everything that no living process uses, templates and set-aside databases included. */
  List<String> clear() throws SQLException {
    List<String> dropped = tidy();
    for (Known known : list()) {
      switch (known.name.kind()) {
        case SPARE, KEPT -> drop(known, dropped);
        case TEMPLATE -> dropAlone(Templates.useLock(known.name), known, dropped);
        default -> {
          // Belongs to a living process.
        }
      }
    }
    return dropped;
  }

  /** Drops what belongs to an owner that is about to end. */
  void dropAllOf(String owner) throws SQLException {
    for (Known known : list()) {
      if (known.name.owner().equals(owner) && known.belongsToOwner()) {
        drop(known, new ArrayList<>());
      }
    }
  }

  /** Tells whether anything was set aside that people may want to look at. */
  boolean keepsAnything() throws SQLException {
    return list().stream().anyMatch(known -> known.name.kind() == Kind.KEPT);
  }

  List<Status.Database> describe(Map<String, Lease> ownLeases) throws SQLException {
    List<Known> databases = list();
    Set<String> living = livingOwners();
    List<Status.Database> described = new ArrayList<>();
    for (Known known : databases) {
      Status.Kind kind =
          isOrphan(known, databases, living)
              ? Status.Kind.ORPHAN
              : Status.Kind.valueOf(known.name.kind().name());
      Lease lease = ownLeases.get(known.entry.name());
      described.add(
          new Status.Database(
              known.entry.name(),
              kind,
              templateOf(known.name, databases).toString(),
              known.name.owner(),
              lease == null ? holder(known) : lease.holder(),
              lease == null ? known.noted() : lease.since(),
              known.entry.sessions()));
    }
    return described;
  }

  private static String holder(Known known) {
    return known.name.kind() == Kind.TEMPLATE ? "" : Notes.text(known.entry.note());
  }

  private static DatabaseName templateOf(DatabaseName name, List<Known> all) {
    return all.stream()
        .map(Known::name)
        .filter(other -> other.kind() == Kind.FROZEN)
        .filter(frozen -> frozen.fingerprint().equals(name.fingerprint()))
        .findFirst()
        .orElse(name.template());
  }

  private boolean isOrphan(Known known, List<Known> all, Set<String> living) {
    return switch (known.name.kind()) {
      case BUILDING, CLONE, FROZEN -> !living.contains(known.name.owner());
      case SPARE ->
          !known.entry.whole()
              || all.stream().noneMatch(other -> other.name.equals(known.name.template()));
      case TEMPLATE -> !known.entry.whole();
      case KEPT -> false;
    };
  }

  /** Drops those of this project that are beyond a number or an age. */
  private List<String> retire(
      List<Known> databases, Predicate<Known> which, int number, Duration age) throws SQLException {
    String project = DatabaseName.template(settings.project(), "0".repeat(16)).project();
    Instant oldest = clock.instant().minus(age);
    List<Known> youngestFirst =
        databases.stream()
            .filter(which)
            .filter(known -> known.name.project().equals(project))
            .sorted(Comparator.comparing(Known::noted).reversed())
            .toList();
    List<String> dropped = new ArrayList<>();
    for (int i = 0; i < youngestFirst.size(); i++) {
      Known known = youngestFirst.get(i);
      if (i >= number || known.noted().isBefore(oldest)) {
        if (known.name.kind() == Kind.TEMPLATE) {
          dropAlone(Templates.useLock(known.name), known, dropped);
        } else {
          drop(known, dropped);
        }
      }
    }
    return dropped;
  }

  /** Drops a database unless somebody has the lock of those who use it; has it alone meanwhile. */
  private void dropAlone(String lock, Known known, List<String> dropped) throws SQLException {
    Optional<Held> alone = server.locks().tryExclusive(lock);
    if (alone.isPresent()) {
      try (Held held = alone.get()) {
        drop(known, dropped);
      }
    }
  }

  /**
   * Drops what is left of a template, unless somebody uses it or builds it anew; looked at once
   * more under the locks, because the new one has the same name.
   */
  private void dropRemains(Known known, List<String> dropped) throws SQLException {
    Optional<Held> building = server.locks().tryExclusive(Templates.buildingLock(known.name));
    if (building.isPresent()) {
      try (Held held = building.get()) {
        if (list().stream().anyMatch(now -> now.name.equals(known.name) && !now.entry.whole())) {
          dropAlone(Templates.useLock(known.name), known, dropped);
        }
      }
    }
  }

  /** One that cannot be dropped does not keep the others. */
  private void drop(Known known, List<String> dropped) {
    try {
      server.databases().drop(known.entry.name());
      dropped.add(known.entry.name());
    } catch (SQLException e) {
      log.warn("Could not drop {}: a later run will try again", known.entry.name(), e);
    }
  }

  private List<Known> list() throws SQLException {
    List<Known> known = new ArrayList<>();
    for (DatabaseEntry entry : server.databases().list()) {
      DatabaseName.parse(entry.name()).ifPresent(name -> known.add(new Known(name, entry)));
    }
    return known;
  }

  private Set<String> livingOwners() throws SQLException {
    return server.livingOwners().stream().map(Owner::id).collect(Collectors.toSet());
  }
}
