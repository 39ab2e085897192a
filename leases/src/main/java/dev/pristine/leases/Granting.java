package dev.pristine.leases;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives what is free to those who wait, in the order in which they came. Somebody who cannot have
 * all that he wants gets nothing yet, but what he could have is not given to those after him: so
 * nobody starves, and since nothing is held while waiting, nobody waits in a circle.
 */
final class Granting implements AutoCloseable {

  /** How many of those who wait are read at once: most often the first of them takes all. */
  private static final int AT_ONCE = 8;

  /** Somebody could have this, or it must be kept for him from those who come later. */
  private static final String POSSIBLE =
      """
      CASE WHEN n.kind = 'resource'
        THEN EXISTS (SELECT 1 FROM resource r WHERE r.pool = n.pool AND r.state = 'free')
        ELSE NOT EXISTS (SELECT 1 FROM lock_hold h WHERE h.name = n.pool AND h.shared = 0) END
      """;

  private static final String WANTED =
      "SELECT DISTINCT CASE WHEN n.kind = 'resource' THEN 0 ELSE 1 END, n.pool FROM want n WHERE "
          + POSSIBLE;

  private static final String WAITING =
      """
      SELECT w.ticket, w.owner, w.test, w.lease_time, m.kind, m.pool, m.requirement
      FROM (
        SELECT ticket, owner, test, lease_time FROM waiter f
        WHERE f.ticket > ? AND EXISTS (SELECT 1 FROM want n WHERE n.ticket = f.ticket AND %s)
        ORDER BY f.ticket LIMIT %d) w
      JOIN want m ON m.ticket = w.ticket
      ORDER BY w.ticket, m.position"""
          .formatted(POSSIBLE, AT_ONCE);

  /** The owner of the first who could perhaps be given something. */
  static final String FIRST =
      """
      (SELECT w.owner FROM waiter w WHERE EXISTS (
        SELECT 1 FROM want n WHERE n.ticket = w.ticket AND CASE WHEN n.kind = 'resource'
          THEN EXISTS (SELECT 1 FROM resource r WHERE r.pool = n.pool AND r.state = 'free')
          ELSE NOT EXISTS (SELECT 1 FROM lock_hold h WHERE h.name = n.pool) END)
      ORDER BY w.ticket LIMIT 1)""";

  private final Session session;
  private final Supply supply;
  private final Map<String, List<Requirement.Kind>> locks = new HashMap<>();

  /** Those who were given what they waited for, by ticket. */
  private final Map<Long, String> served = new HashMap<>();

  Granting(Session session) {
    this.session = session;
    this.supply = new Supply(session);
  }

  private record Wanted(boolean lock, String name) {}

  /** Serves those who wait. */
  void serve() throws SQLException {
    Set<Wanted> left =
        new HashSet<>(
            session.query(row -> new Wanted(row.getInt(1) == 1, row.getString(2)), WANTED));
    long last = 0;
    List<Applicant> some = left.isEmpty() ? List.of() : waiting(last);
    while (!some.isEmpty()) {
      for (Applicant applicant : some) {
        if (grant(applicant).isPresent()) {
          served.put(applicant.ticket(), applicant.owner());
          Queue.leaveLater(session, applicant.ticket());
        }
        if (isNothingLeft(left)) {
          return;
        }
        last = applicant.ticket();
      }
      some = some.size() < AT_ONCE ? List.of() : waiting(last);
    }
  }

  private boolean isNothingLeft(Set<Wanted> left) throws SQLException {
    for (Wanted each : List.copyOf(left)) {
      boolean gone =
          each.lock()
              ? held(each.name()).contains(Requirement.Kind.EXCLUSIVE)
              : supply.isEmpty(each.name());
      if (!gone) {
        return false;
      }
      left.remove(each);
    }
    return true;
  }

  /** Gives somebody who comes now what he wants, if nobody waits for it. */
  Optional<List<Grant>> apply(Applicant newcomer) throws SQLException {
    serve();
    return grant(newcomer);
  }

  Map<Long, String> served() {
    return served;
  }

  private List<Applicant> waiting(long after) throws SQLException {
    List<Applicant> waiting = new ArrayList<>();
    session.query(
        row -> {
          long ticket = row.getLong(1);
          Applicant last = waiting.isEmpty() ? null : waiting.get(waiting.size() - 1);
          if (last == null || last.ticket() != ticket) {
            last =
                new Applicant(
                    ticket, row.getString(2), row.getString(3), row.getLong(4), new ArrayList<>());
            waiting.add(last);
          }
          return last.wants()
              .add(Requirement.stored(row.getString(5), row.getString(6), row.getString(7)));
        },
        WAITING,
        after);
    return waiting;
  }

  private Optional<List<Grant>> grant(Applicant applicant) throws SQLException {
    List<Requirement> wants = applicant.wants();
    Map<Integer, Supply.Free> found = supply.match(wants);
    boolean all = true;
    for (int i = 0; i < wants.size(); i++) {
      Requirement want = wants.get(i);
      all &= want.isLock() ? isOpen(want) : found.containsKey(i);
    }
    // Given, or kept from those who come later.
    found.values().forEach(supply::take);
    for (Requirement want : wants) {
      if (want.isLock()) {
        held(want.pool()).add(want.kind());
      }
    }
    if (!all) {
      return Optional.empty();
    }
    List<Grant> grants = new ArrayList<>();
    for (int i = 0; i < wants.size(); i++) {
      Supply.Free free = found.get(i);
      grants.add(
          free == null
              ? Book.lock(session, applicant, i)
              : Book.lend(session, applicant, i, free.id(), free.generation()));
    }
    return Optional.of(grants);
  }

  private boolean isOpen(Requirement lock) throws SQLException {
    return held(lock.pool()).stream().noneMatch(lock::conflictsWith);
  }

  private List<Requirement.Kind> held(String lock) throws SQLException {
    @Nullable List<Requirement.Kind> known = locks.get(lock);
    if (known == null) {
      known =
          session.query(
              row -> row.getInt(1) == 1 ? Requirement.Kind.SHARED : Requirement.Kind.EXCLUSIVE,
              "SELECT shared FROM lock_hold WHERE name = ?",
              lock);
      locks.put(lock, known);
    }
    return known;
  }

  @Override
  public void close() throws SQLException {
    supply.close();
  }
}
