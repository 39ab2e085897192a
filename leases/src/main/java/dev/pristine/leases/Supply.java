package dev.pristine.leases;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The free resources, read as far as they are looked at: a pool may have very many. */
final class Supply implements AutoCloseable {

  private static final int AT_ONCE = 50;

  /** The longest unused first, so that all are used alike. */
  private static final String FREE =
      "SELECT id, name, attributes, generation FROM resource"
          + " WHERE pool = ? AND state = 'free' ORDER BY since, id";

  /** A free resource. */
  record Free(long id, String name, Map<String, String> attributes, long generation) {}

  private final Session session;
  private final Map<String, Shelf> shelves = new HashMap<>();
  private final Set<Long> taken = new HashSet<>();

  Supply(Session session) {
    this.session = session;
  }

  /**
   * Finds a free resource for as many of the wants as possible: each gets one of its own. Whoever
   * has one moves to another where that helps.
   *
   * @return by position in the list, what was found for those that something was found for
   */
  Map<Integer, Free> match(List<Requirement> wants) throws SQLException {
    Map<Long, Integer> wantOf = new HashMap<>();
    Map<Integer, Free> found = new HashMap<>();
    for (int want = 0; want < wants.size(); want++) {
      if (!wants.get(want).isLock()) {
        place(want, wants, wantOf, found, new HashSet<>());
      }
    }
    return found;
  }

  private boolean place(
      int want,
      List<Requirement> wants,
      Map<Long, Integer> wantOf,
      Map<Integer, Free> found,
      Set<Long> tried)
      throws SQLException {
    Requirement wanted = wants.get(want);
    Shelf shelf = shelf(wanted.pool());
    for (int i = 0; shelf.has(i); i++) {
      Free free = shelf.rows.get(i);
      if (!taken.contains(free.id())
          && wanted.accepts(free.name(), free.attributes())
          && tried.add(free.id())) {
        Integer other = wantOf.get(free.id());
        if (other == null || place(other, wants, wantOf, found, tried)) {
          wantOf.put(free.id(), want);
          found.put(want, free);
          return true;
        }
      }
    }
    return false;
  }

  /** Takes it away, because somebody gets it or comes first. */
  void take(Free free) {
    taken.add(free.id());
  }

  /** Tells whether nothing is left in a pool. */
  boolean isEmpty(String pool) throws SQLException {
    Shelf shelf = shelf(pool);
    for (int i = 0; shelf.has(i); i++) {
      if (!taken.contains(shelf.rows.get(i).id())) {
        return false;
      }
    }
    return true;
  }

  private Shelf shelf(String pool) throws SQLException {
    Shelf shelf = shelves.get(pool);
    if (shelf == null) {
      shelf = new Shelf(pool);
      shelves.put(pool, shelf);
    }
    return shelf;
  }

  @Override
  public void close() throws SQLException {
    for (Shelf shelf : shelves.values()) {
      shelf.close();
    }
  }

  private final class Shelf {

    final List<Free> rows = new ArrayList<>();
    final PreparedStatement statement;
    private final ResultSet results;
    private boolean ended;

    Shelf(String pool) throws SQLException {
      statement = session.statements().take(FREE);
      statement.setFetchSize(AT_ONCE);
      statement.setString(1, pool);
      results = statement.executeQuery();
    }

    void close() throws SQLException {
      results.close();
      session.statements().give(FREE, statement);
    }

    boolean has(int index) throws SQLException {
      while (index >= rows.size() && !ended) {
        if (results.next()) {
          rows.add(
              new Free(
                  results.getLong(1),
                  results.getString(2),
                  Json.readTexts(results.getString(3)),
                  results.getLong(4)));
        } else {
          ended = true;
        }
      }
      return index < rows.size();
    }
  }
}
