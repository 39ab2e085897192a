package dev.pristine;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All leases of this process: who holds what, since when. Thread-safe. */
final class LeaseBoard {

  private static final Logger log = LoggerFactory.getLogger(LeaseBoard.class);

  /** Shorter leases are over before anybody could look who holds them. */
  private static final Duration LONG = Duration.ofSeconds(1);

  private final Set<Lease> leases = ConcurrentHashMap.newKeySet();
  private final Set<Lease> noted = ConcurrentHashMap.newKeySet();
  private final AtomicInteger busiest = new AtomicInteger();
  private final CloneFactory factory;
  private final Settings settings;
  private final Clock clock;
  private final Executor background;
  private final Executor rewinders;

  /**
   * Makes an empty one.
   *
   * @param background ends leases, but for those whose copies are rewound: {@code rewinders} do
   */
  LeaseBoard(
      CloneFactory factory,
      Settings settings,
      Clock clock,
      Executor background,
      Executor rewinders) {
    this.factory = factory;
    this.settings = settings;
    this.clock = clock;
    this.background = background;
    this.rewinders = rewinders;
  }

  void add(Lease lease) {
    leases.add(lease);
    busiest.accumulateAndGet(leases.size(), Math::max);
  }

  /** Returns the most leases that there were at once so far. */
  int busiest() {
    return busiest.get();
  }

  void remove(Lease lease) {
    leases.remove(lease);
    if (!lease.isReused()) {
      noted.remove(lease);
    }
  }

  Executor background() {
    return background;
  }

  /** Returns what ends leases of a kind. */
  Executor background(Isolation isolation) {
    return isolation == Isolation.REWIND ? rewinders : background;
  }

  /** Lists the leases, the oldest first. */
  List<Lease> all() {
    return leases.stream().sorted(Comparator.comparing(Lease::since)).toList();
  }

  /** Ends the connections of all leases, because this process lost its right to them. */
  void revokeAll(String why) {
    leases.forEach(lease -> lease.revoke(why));
  }

  /** Writes on the databases of long leases who holds them, for other processes to see. */
  void noteLongLeases() {
    Instant before = clock.instant().minus(LONG);
    for (Lease lease : leases) {
      if (lease.isExclusive() && lease.since().isBefore(before) && noted.add(lease)) {
        note(lease, Notes.write(lease.since(), lease.holder()));
        if (!leases.contains(lease)) {
          // It ended meanwhile, perhaps before the note was there to be taken away.
          note(lease, "");
        }
      }
    }
  }

  /** Takes the note from the database of a lease that ended. */
  void removeNote(Lease lease) {
    if (noted.remove(lease)) {
      note(lease, "");
    }
  }

  void endSessions(Lease lease) {
    try {
      factory.endSessions(lease.database());
    } catch (SQLException e) {
      log.debug("Could not end the sessions in {}", lease.database().name(), e);
    }
  }

  private void note(Lease lease, String note) {
    try {
      factory.note(lease.database(), note);
    } catch (SQLException e) {
      log.debug("Could not note who holds {}", lease.database().name(), e);
    }
  }

  /** Describes the leases for people, the oldest first. */
  String describe() {
    List<Lease> all = all();
    if (all.isEmpty()) {
      return "nobody in this process";
    }
    StringBuilder text = new StringBuilder();
    for (Lease lease : all) {
      Duration held = Duration.between(lease.since(), clock.instant());
      text.append(text.isEmpty() ? "" : "; ")
          .append(
              "[%s] holds %s since %s (%.1f s)"
                  .formatted(
                      lease.holder(),
                      lease.database().name(),
                      lease.since(),
                      held.toMillis() / 1000.0));
    }
    return text.toString();
  }

  private void dropAfterFailure(Lease lease) {
    try {
      factory.drop(lease.database());
    } catch (SQLException e) {
      log.warn("Could not drop {}: a later run will", lease.database().name(), e);
    }
  }

  boolean keeps(boolean failed) {
    return switch (settings.keep()) {
      case NEVER -> false;
      case FAILED -> failed;
      case ALWAYS -> true;
    };
  }

  /** Sets a lease's database aside and tells where to look. */
  String setAside(Lease lease) {
    try {
      Clone kept = factory.setAside(lease.database(), Notes.write(clock.instant(), lease.holder()));
      lease.tenancy().forget();
      return "The database of [%s] was set aside: %s%n  %s"
          .formatted(lease.holder(), kept.access().jdbcUrl(), kept.access().clientCommand());
    } catch (SQLException e) {
      log.warn("Could not set {} aside; it is dropped instead", lease.database().name(), e);
      lease.tenancy().forget();
      dropAfterFailure(lease);
      return "The database of [%s] could not be set aside: %s"
          .formatted(lease.holder(), e.getMessage());
    }
  }
}
