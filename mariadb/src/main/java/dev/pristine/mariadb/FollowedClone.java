package dev.pristine.mariadb;

import dev.pristine.spi.Rewindable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A clone whose changes are read in the server's log, and in its statistics, which count what is
 * kept out of the log, too. Thread-safe: one at a time.
 */
final class FollowedClone implements Rewindable {

  /** How often whoever comes back into the clone is sent away before we give up. */
  private static final int ATTEMPTS = 5;

  private static final int UNKNOWN_TRANSACTION = 1397;

  private final String place;
  private final Origin origin;
  private final RewindTools tools;
  private final SessionReset resetting;
  private final CloneSession session;

  /** What the statistics told when the clone was as its template. */
  private Map<String, Long> writes;

  private long rollbacks;

  /** The tables that the log told of since then. */
  private final Set<String> logged = new HashSet<>();

  private final List<String> beyond = new ArrayList<>();

  /** Knows what the clone is a copy of. */
  interface Origin {
    Blueprint blueprint() throws SQLException;
  }

  FollowedClone(
      String place,
      Origin origin,
      RewindTools tools,
      SessionReset resetting,
      CloneSession session,
      Glance atFirst) {
    this.place = place;
    this.origin = origin;
    this.tools = tools;
    this.resetting = resetting;
    this.session = session;
    this.writes = atFirst.writes();
    this.rollbacks = atFirst.rollbacks();
  }

  /** What is known at one moment. */
  private record Look(Glance glance, Ledger.Page page) {}

  @Override
  public void reset(Connection kept) throws SQLException {
    resetting.reset(kept, place);
  }

  @Override
  public synchronized Outcome rewind(Collection<Connection> staying, boolean verify)
      throws SQLException {
    Set<Long> ours = new HashSet<>();
    Look look = look(rollbacks);
    for (Connection each : staying) {
      // One that prepared a transaction is of no use any more, even if it was reset.
      if (SessionReset.isInTransaction(each) || !look.page.prepared().isEmpty()) {
        each.unwrap(Connection.class).abort(Runnable::run);
      } else {
        ours.add(SessionReset.id(each));
      }
    }
    for (int i = 0; !isQuiet(look, ours); i++) {
      if (i == ATTEMPTS) {
        return replace("others come back into it, however often they are sent away");
      }
      endOthers(look, ours);
      look = look(rollbacks);
    }
    Optional<String> obstacle = look.page.obstacle();
    return obstacle.isPresent() ? replace(obstacle.get()) : restore(look, verify);
  }

  private Outcome restore(Look look, boolean verify) throws SQLException {
    Blueprint blueprint = origin.blueprint();
    Rewinding rewinding = tools.rewinding();
    Written all = written(blueprint, look);
    Written written =
        look.glance.counters().isPresent() || all.moved().isEmpty()
            ? all
            : all.moving(session.with(statement -> rewinding.moved(statement, place, all.moved())));
    Restoration restoration = Restoration.of(blueprint, written, added(look), rewinding);
    if (restoration.obstacle().isPresent()) {
      return replace(restoration.obstacle().get());
    }
    writes = look.glance.writes();
    rollbacks = look.glance.rollbacks();
    if (!restoration.statements().isEmpty()) {
      writes = session.with(statement -> rewinding.run(statement, restoration.statements(), place));
      Optional<String> altered =
          session.with(
              statement -> Comparison.ofRows(statement, place, blueprint, restoration.doubtful()));
      if (altered.isPresent()) {
        return replace(altered.get() + ": its triggers change what is inserted");
      }
    }
    logged.clear();
    if (verify) {
      Optional<String> difference =
          tools
              .sessions()
              .with(
                  statement ->
                      Comparison.of(statement, place, blueprint, tools.tester(), tools.freeIds()));
      if (difference.isPresent()) {
        return outcome(Verdict.DIFFERS, difference.get());
      }
    } else if (tools.silenceable()) {
      Optional<String> difference =
          tools
              .sessions()
              .with(
                  statement ->
                      Comparison.ofDefinitions(
                          statement, place, blueprint, tools.tester(), tools.freeIds()));
      if (difference.isPresent()) {
        return replace("the schema was changed without a trace in the log: " + difference.get());
      }
    }
    return outcome(Verdict.REWOUND, "");
  }

  @Override
  public synchronized List<Change> changes() throws SQLException {
    Look look = look(Glance.UNCOUNTED);
    Blueprint blueprint = origin.blueprint();
    Written written = written(blueprint, look);
    List<Change> changes = new ArrayList<>();
    look.page
        .obstacle()
        .ifPresent(
            how -> changes.add(new Change("schema", Change.Kind.SCHEMA, 0, 0, 0, List.of(how))));
    changes.addAll(session.with(statement -> ChangedRows.of(statement, place, blueprint, written)));
    return changes;
  }

  @Override
  public synchronized void rest() {
    session.close();
  }

  @Override
  public synchronized void close() {
    tools.reader().forget(place);
    session.close();
  }

  private Outcome replace(String reason) {
    return outcome(Verdict.REPLACE, reason);
  }

  private Outcome outcome(Verdict verdict, String reason) {
    Outcome outcome = new Outcome(verdict, reason, beyond);
    beyond.clear();
    return outcome;
  }

  /**
   * Adds what the log tells to what is known already. The log comes last: whoever is no longer in
   * the clone before that has written all that it wrote.
   */
  private Look look(long since) throws SQLException {
    List<String> elusive = origin.blueprint().elusive();
    long asked = tools.freeIds() ? Glance.UNWANTED : since;
    Look look =
        session.with(
            statement ->
                new Look(
                    tools.rewinding().glance(statement, place, asked, elusive),
                    tools.reader().look(statement, place)));
    logged.addAll(look.page.tables());
    beyond.addAll(look.page.beyond());
    return look;
  }

  private static boolean isQuiet(Look look, Set<Long> ours) {
    return ours.containsAll(look.glance.sessions()) && look.page.prepared().isEmpty();
  }

  private void endOthers(Look look, Set<Long> ours) throws SQLException {
    session.with(
        statement -> {
          SessionEnding.end(statement, place, ours);
          for (String transaction : look.page.prepared()) {
            try {
              statement.execute("XA ROLLBACK " + transaction);
            } catch (SQLException e) {
              if (e.getErrorCode() != UNKNOWN_TRANSACTION) {
                throw e;
              }
            }
            tools.reader().endPrepared(place, transaction);
          }
          return "";
        });
  }

  private Written written(Blueprint blueprint, Look look) {
    Set<String> names = new HashSet<>(logged);
    names.addAll(added(look).keySet());
    Written written = Written.of(blueprint, blueprint.withCascades(names), look.glance);
    return tools.freeIds() ? written.moving(Set.of()) : written;
  }

  /** Tells how many rows were written to tables, as far as the statistics tell. */
  private Map<String, Long> added(Look look) {
    Map<String, Long> added = new HashMap<>();
    look.glance
        .writes()
        .forEach(
            (table, now) -> {
              long before = writes.getOrDefault(table, 0L);
              if (now != before) {
                // Somebody may have begun to count anew.
                added.put(table, now > before ? now - before : now);
              }
            });
    writes.forEach(
        (table, before) -> {
          if (before > 0 && !look.glance.writes().containsKey(table)) {
            added.put(table, before);
          }
        });
    return added;
  }

  /** Names the clone. */
  @Override
  public String toString() {
    return place;
  }
}
