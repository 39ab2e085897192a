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

  private static final String WAITING =
      """
      SELECT w.ticket, w.owner, w.test, w.lease_time, n.kind, n.pool, n.requirement
      FROM waiter w JOIN want n ON n.ticket = w.ticket
      WHERE EXISTS (
        SELECT 1 FROM want m WHERE m.ticket = w.ticket AND (m.kind <> 'resource' OR EXISTS (
          SELECT 1 FROM resource r WHERE r.pool = m.pool AND r.state = 'free')))
      ORDER BY w.ticket, n.position""";

  private static final String POOLS_WITH_FREE =
      """
      SELECT DISTINCT n.pool FROM want n WHERE n.kind = 'resource' AND EXISTS (
        SELECT 1 FROM resource r WHERE r.pool = n.pool AND r.state = 'free')""";

  private final Session session;
  private final Supply supply;
  private final Map<String, List<Requirement.Kind>> locks = new HashMap<>();

  /** Those who were given what they waited for, by ticket. */
  private final Map<Long, String> served = new HashMap<>();

  Granting(Session session) {
    this.session = session;
    this.supply = new Supply(session);
  }

  /** Serves those who wait. */
  void serve() throws SQLException {
    boolean locksAreWanted =
        session.number("SELECT count(*) FROM want WHERE kind <> 'resource'") > 0;
    Set<String> pools = new HashSet<>(session.query(row -> row.getString(1), POOLS_WITH_FREE));
    if (pools.isEmpty() && !locksAreWanted) {
      return;
    }
    for (Applicant applicant : waiting()) {
      Optional<List<Grant>> granted = grant(applicant);
      if (granted.isPresent()) {
        served.put(applicant.ticket(), applicant.owner());
        Queue.leave(session, applicant.ticket());
      }
      if (!locksAreWanted && supply.isEmpty(pools)) {
        return;
      }
    }
  }

  /** Gives somebody who comes now what he wants, if nobody waits for it. */
  Optional<List<Grant>> apply(Applicant newcomer) throws SQLException {
    if (session.number("SELECT count(*) FROM waiter") > 0) {
      serve();
    }
    return grant(newcomer);
  }

  /** Tells whether somebody waits for a pool in which something is free. */
  static boolean isAnythingFree(Session session) throws SQLException {
    return !session.query(row -> row.getString(1), POOLS_WITH_FREE).isEmpty();
  }

  Map<Long, String> served() {
    return served;
  }

  private List<Applicant> waiting() throws SQLException {
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
        WAITING);
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
