package dev.pristine.leases;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Why somebody does not get what he wants. */
final class Shortage {

  private static final int MOST_SHOWN = 50;

  private Shortage() {}

  private record Known(String pool, String name, Map<String, String> attributes) {}

  /** Refuses to let anybody wait for what will never be: nothing like it is in the pool. */
  static void refuseWhatIsNot(Session session, List<Requirement> wanted, List<Requirement> resolved)
      throws SQLException {
    Map<String, List<Known>> pools = new HashMap<>();
    Map<Known, Integer> wantOf = new HashMap<>();
    for (int i = 0; i < resolved.size(); i++) {
      Requirement want = resolved.get(i);
      if (want.isLock()) {
        refuseTwice(resolved, want);
        continue;
      }
      if (!pools.containsKey(want.pool())) {
        pools.put(want.pool(), known(session, want.pool()));
      }
      if (!place(i, resolved, pools, wantOf, new HashSet<>())) {
        List<Known> all = pools.getOrDefault(want.pool(), List.of());
        boolean any = all.stream().anyMatch(each -> want.accepts(each.name(), each.attributes()));
        throw new LeaseException(
            "The pool "
                + wanted.get(i)
                + " has "
                + (any ? "not as many as are wanted at once" : "no such resource")
                + ", free or not, but "
                + all.size()
                + " in all that are not in quarantine: "
                + all.stream().limit(MOST_SHOWN).map(Known::name).collect(Collectors.joining(", "))
                + ". Is the pool defined, and the name right?");
      }
    }
  }

  private static List<Known> known(Session session, String pool) throws SQLException {
    return session.query(
        row -> new Known(pool, row.getString(1), Json.readTexts(row.getString(2))),
        "SELECT name, attributes FROM resource WHERE pool = ? AND state <> 'quarantined'"
            + " ORDER BY name",
        pool);
  }

  /** Finds a resource for a want that no other has, or that another can do without. */
  private static boolean place(
      int want,
      List<Requirement> wants,
      Map<String, List<Known>> pools,
      Map<Known, Integer> wantOf,
      Set<Known> tried) {
    Requirement wanted = wants.get(want);
    for (Known each : pools.getOrDefault(wanted.pool(), List.of())) {
      if (wanted.accepts(each.name(), each.attributes()) && tried.add(each)) {
        Integer other = wantOf.get(each);
        if (other == null || place(other, wants, pools, wantOf, tried)) {
          wantOf.put(each, want);
          return true;
        }
      }
    }
    return false;
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
        List<Holding> holdings =
            Book.list(session, want.pool()).stream()
                .filter(each -> want.isLock() == each.pool().equals("lock"))
                .toList();
        holdings.stream().limit(MOST_SHOWN).forEach(each -> lines.add(each.toString()));
        if (holdings.stream().anyMatch(each -> each.state().equals("dirty"))
            && !Book.isCleaned(session, want.pool())) {
          lines.add(
              "Nobody who lives cleans the pool ["
                  + want.pool()
                  + "]: what is dirty waits for a process that defines it, with a cleaner or"
                  + " without.");
        }
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
        + (lines.isEmpty() ? "nothing: it was taken out" : String.join("\n  ", lines))
        + "\nAdd resources, wait longer, or end what holds them.";
  }
}
