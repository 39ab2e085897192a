package dev.pristine.leases;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Why somebody does not get what he wants. */
final class Shortage {

  private static final int MOST_SHOWN = 50;

  private Shortage() {}

  private record Known(String name, Map<String, String> attributes) {}

  /** Refuses to let anybody wait for what will never be: nothing like it is in the pool. */
  static void refuseWhatIsNot(Session session, List<Requirement> wanted, List<Requirement> resolved)
      throws SQLException {
    for (int i = 0; i < resolved.size(); i++) {
      Requirement want = resolved.get(i);
      if (want.isLock()) {
        refuseTwice(resolved, want);
        continue;
      }
      List<Known> all =
          session.query(
              row -> new Known(row.getString(1), Json.readTexts(row.getString(2))),
              "SELECT name, attributes FROM resource WHERE pool = ? AND state <> 'quarantined'",
              want.pool());
      long fitting =
          all.stream().filter(each -> want.accepts(each.name(), each.attributes())).count();
      long needed =
          want.isAny()
              ? resolved.stream().filter(each -> each.pool().equals(want.pool())).count()
              : 1;
      if (fitting < needed) {
        throw new LeaseException(
            "The pool "
                + wanted.get(i)
                + " has "
                + (fitting == 0 ? "no such resource" : "only " + fitting + " of " + needed)
                + ", free or not, but "
                + all.size()
                + " in all that are not in quarantine: "
                + all.stream().limit(MOST_SHOWN).map(Known::name).collect(Collectors.joining(", "))
                + ". Is the pool defined, and the name right?");
      }
    }
  }

  private static void refuseTwice(List<Requirement> wants, Requirement lock) {
    List<Requirement> same =
        wants.stream().filter(each -> each.isLock() && each.pool().equals(lock.pool())).toList();
    if (same.size() > 1) {
      throw new LeaseException(
          "The lock [" + lock.pool() + "] is wanted " + same.size() + " times at once.");
    }
  }

  /** Lists who holds what, since when, in which test. */
  static String describe(Session session, long ticket, List<Requirement> wanted, String test)
      throws SQLException {
    Set<String> pools = new HashSet<>();
    List<String> lines = new ArrayList<>();
    for (Requirement want : wanted) {
      if (pools.add(want.kind() + want.pool())) {
        Book.list(session, want.pool()).stream()
            .filter(each -> want.isLock() == each.pool().equals("lock"))
            .limit(MOST_SHOWN)
            .forEach(each -> lines.add(each.toString()));
      }
    }
    long since =
        session.number("SELECT coalesce(max(since), 0) FROM waiter WHERE ticket = ?", ticket);
    long before =
        session.number(
            "SELECT count(DISTINCT w.ticket) FROM waiter w JOIN want n ON n.ticket = w.ticket"
                + " JOIN want mine ON mine.pool = n.pool AND mine.ticket = ?"
                + " WHERE w.ticket < ?",
            ticket,
            ticket);
    return "Did not get "
        + wanted.stream().map(Requirement::toString).collect(Collectors.joining(" and "))
        + " for ["
        + test
        + "]"
        + (since > 0 ? " within " + (session.now() - since) / 1000.0 + " s" : "")
        + "; "
        + before
        + " waited before it. Now:\n  "
        + String.join("\n  ", lines)
        + "\nAdd resources, wait longer, or end what holds them.";
  }
}
