package dev.pristine.leases;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes down who held what and when, and forgets what is old. */
final class Journal {

  private Journal() {}

  static void write(
      Session session,
      String event,
      String pool,
      String resource,
      long generation,
      @Nullable String owner,
      @Nullable String test) {
    session.later(
        "INSERT INTO journal (at, event, pool, resource, generation, owner, test)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        session.now(),
        event,
        pool,
        resource,
        generation,
        owner,
        test);
  }

  /** Returns the newest events, the oldest of them first. */
  static List<Event> read(Session session, String pool, String resource, int most)
      throws SQLException {
    List<Event> events =
        session.query(
            row ->
                new Event(
                    Instant.ofEpochMilli(row.getLong(1)),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getLong(5),
                    Objects.requireNonNullElse(row.getString(6), ""),
                    Objects.requireNonNullElse(row.getString(7), "")),
            "SELECT at, event, pool, resource, generation, owner, test FROM journal"
                + " WHERE (? = '' OR pool = ?) AND (? = '' OR resource = ?)"
                + " ORDER BY id DESC LIMIT ?",
            pool,
            pool,
            resource,
            resource,
            most);
    Collections.reverse(events);
    return events;
  }

  static void forget(Session session, long kept) throws SQLException {
    session.update("DELETE FROM journal WHERE id <= (SELECT max(id) FROM journal) - ?", kept);
  }
}
