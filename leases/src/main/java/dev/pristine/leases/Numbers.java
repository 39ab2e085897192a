package dev.pristine.leases;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of small ranges, drawn in the ledger: no two tests of a run get the same, and as long as
 * there are others, none that another run got lately. Whoever draws again with the same seed gets
 * the same number again.
 */
final class Numbers implements Unique.Ledger {

  static final String KIND = "number";

  /** How many are tried before all that are taken are read. */
  private static final int TRIES = 8;

  private final Store store;
  private final String test;

  Numbers(Store store, String test) {
    this.store = store;
    this.test = Texts.value("name of a test", test);
  }

  @Override
  public long draw(String draw, long least, long greatest, Unique.Candidates candidates) {
    String run = Places.run();
    return store.transact(
        "draw a number from " + least + " to " + greatest,
        session -> {
          Long before = drawnBefore(session, run, draw, least, greatest);
          long number = before == null ? choose(session, run, least, greatest, candidates) : before;
          session.later(
              "INSERT INTO claim (run, kind, value, test, line, at) VALUES (?, ?, ?, ?, ?, ?)"
                  + " ON CONFLICT (run, kind, value) DO NOTHING",
              run,
              KIND,
              Long.toString(number),
              test,
              draw,
              session.now());
          return number;
        });
  }

  /** Returns what the same draw got, unless somebody else has it in this run. */
  private static @Nullable Long drawnBefore(
      Session session, String run, String draw, long least, long greatest) throws SQLException {
    return session
        .query(
            row -> Long.parseLong(row.getString(1)),
            "SELECT c.value FROM claim c WHERE c.kind = ? AND c.line = ? AND NOT EXISTS ("
                + " SELECT 1 FROM claim o WHERE o.run = ? AND o.kind = c.kind"
                + " AND o.value = c.value AND o.line <> c.line) ORDER BY c.at DESC",
            KIND,
            draw,
            run)
        .stream()
        .filter(each -> each >= least && each <= greatest)
        .findFirst()
        .orElse(null);
  }

  private static long choose(
      Session session, String run, long least, long greatest, Unique.Candidates candidates)
      throws SQLException {
    for (int i = 0; i < TRIES; i++) {
      long candidate = candidates.get(i);
      if (session.number(
              "SELECT count(*) FROM claim WHERE kind = ? AND value = ?",
              KIND,
              Long.toString(candidate))
          == 0) {
        return candidate;
      }
    }
    return chooseAmongAll(session, run, least, greatest, candidates.get(TRIES));
  }

  private record Claimed(String run, String value, long at) {}

  private static long chooseAmongAll(
      Session session, String run, long least, long greatest, long start) throws SQLException {
    Set<String> ours = new HashSet<>();
    Map<String, Long> others = new HashMap<>();
    List<Claimed> all =
        session.query(
            row -> new Claimed(row.getString(1), row.getString(2), row.getLong(3)),
            "SELECT run, value, at FROM claim WHERE kind = ?",
            KIND);
    for (Claimed each : all) {
      if (each.run().equals(run)) {
        ours.add(each.value());
      } else {
        others.merge(each.value(), each.at(), Math::max);
      }
    }
    // Not more than were taken, and one: one of that many is free, or the range has ended.
    @Nullable Long oldest = null;
    long number = start;
    for (long i = 0; i <= greatest - least && i <= all.size(); i++) {
      String value = Long.toString(number);
      if (!ours.contains(value)) {
        if (!others.containsKey(value)) {
          return number;
        }
        if (oldest == null || age(others, number) < age(others, oldest)) {
          oldest = number;
        }
      }
      number = number == greatest ? least : number + 1;
    }
    if (oldest == null) {
      throw new LeaseException(
          "All numbers from "
              + least
              + " to "
              + greatest
              + " were given to tests of this run, or claimed by them. Ask for a larger range.");
    }
    return oldest;
  }

  private static long age(Map<String, Long> others, long number) {
    return Objects.requireNonNull(others.get(Long.toString(number)));
  }
}
