package dev.pristine.mariadb;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the server's binary log for all schemas that this process follows, each part once, in the
 * session of whoever asks. Thread-safe.
 */
final class LogReader {

  private static final Logger log = LoggerFactory.getLogger(LogReader.class);

  /** Where the first event of a file stands. */
  private static final long FIRST = 4;

  /** The log may go on in another file between two statements. */
  private static final int ATTEMPTS = 3;

  /** What is held in memory at once. */
  private static final int EVENTS_AT_ONCE = 1000;

  /**
   * All who want to look wait while one reads. Where more was written, by whomever on the server,
   * new copies are had sooner: of all schemas that are followed, for no part of it is known then.
   */
  private static final int MOST_EVENTS = 100_000;

  private final ReentrantLock reading = new ReentrantLock();
  private final Map<String, Ledger> ledgers = new HashMap<>();
  private final LogEvents events = new LogEvents(ledgers);
  private final LogIdentity identity;
  private final int atOnce;
  private final int most;
  private @Nullable Position position;

  private record Position(String file, long offset) {}

  private record Event(String type, long start, long end, String information) {}

  LogReader(LogIdentity identity) {
    this(identity, EVENTS_AT_ONCE, MOST_EVENTS);
  }

  /**
   * Makes one.
   *
   * @param identity what tells whether it still is the same log
   * @param atOnce how many events are read at once
   * @param most how many between two looks, whoever looks, before it is given up
   */
  LogReader(LogIdentity identity, int atOnce, int most) {
    this.identity = identity;
    this.atOnce = atOnce;
    this.most = most;
  }

  /** Reads what is written to a schema from now on. */
  void follow(Statement statement, String place) throws SQLException {
    reading.lock();
    try {
      // What made the copy may stand in the log too, and is left behind here.
      readOn(statement);
      ledgers.put(place, new Ledger());
    } finally {
      reading.unlock();
    }
  }

  /** Forgets a schema. Does nothing if it is not followed. */
  void forget(String place) {
    reading.lock();
    try {
      ledgers.remove(place);
    } finally {
      reading.unlock();
    }
  }

  /** Reads up to now, and takes all that was written since the schema was last looked at. */
  Ledger.Page look(Statement statement, String place) throws SQLException {
    reading.lock();
    try {
      readOn(statement);
      Ledger ledger = ledgers.get(place);
      if (ledger == null) {
        throw new SQLException("The schema is no longer followed");
      }
      return ledger.take();
    } finally {
      reading.unlock();
    }
  }

  /** Notes that a prepared transaction was rolled back by us, which does not stand in the log. */
  void endPrepared(String place, String transaction) {
    reading.lock();
    try {
      Ledger ledger = ledgers.get(place);
      if (ledger != null) {
        ledger.endPrepared(transaction);
      }
    } finally {
      reading.unlock();
    }
  }

  private void readOn(Statement statement) throws SQLException {
    Position from = position;
    if (from != null) {
      try {
        position = read(statement, from);
        return;
      } catch (SQLException e) {
        log.debug("The server's log is read anew from its end", e);
        events.doubt("the server's log could not be read (" + e.getMessage() + ")");
        position = null;
      }
    }
    // In this order, so that what is written between the two is not taken for counted already.
    statement.execute(identity.question() + "; SHOW MASTER STATUS");
    identity.begin(nextState(statement));
    position =
        Sessions.nextRows(statement, row -> new Position(row.getString(1), row.getLong(2))).get(0);
  }

  /** Reads to the end; returns where that is. */
  private Position read(Statement statement, Position start) throws SQLException {
    Position at = start;
    int passed = 0;
    int read = 0;
    while (true) {
      statement.execute(
          "SHOW BINLOG EVENTS IN %s FROM %d LIMIT %d; SHOW MASTER STATUS; %s"
              .formatted(Sql.literal(at.file), at.offset, atOnce, identity.question()));
      List<Event> found =
          Sessions.nextRows(
              statement,
              row -> new Event(row.getString(3), row.getLong(2), row.getLong(5), row.getString(6)));
      String current = Sessions.nextRows(statement, row -> row.getString(1)).get(0);
      String state = nextState(statement);
      boolean more = found.size() == atOnce;
      // Within a transaction no event's end is told: the last is read again, as the next's first.
      String next = enter(at.file, more ? found.subList(0, atOnce - 1) : found);
      read += found.size();
      if (read > most) {
        throw new SQLException("more than %d events were written to it".formatted(most));
      }
      if (!next.equals(at.file)) {
        at = new Position(next, FIRST);
        passed = 0;
      } else if (more) {
        at = new Position(at.file, found.get(atOnce - 1).start);
      } else {
        at = found.isEmpty() ? at : new Position(at.file, Math.max(at.offset, end(found)));
        if (current.equals(at.file)) {
          identity.verify(state);
          return at;
        }
        if (++passed == ATTEMPTS) {
          throw new SQLException(
              "it ends in %s, and goes on in %s: was the server started again?"
                  .formatted(at.file, current));
        }
      }
    }
  }

  private static String nextState(Statement statement) throws SQLException {
    return Sessions.nextRows(statement, row -> row.getString(row.getMetaData().getColumnCount()))
        .get(0);
  }

  /** Enters events of one file; returns in which it goes on. */
  private String enter(String file, List<Event> found) throws SQLException {
    String next = file;
    for (Event event : found) {
      if (event.type.equals("Rotate")) {
        next = event.information.split(";", 2)[0];
      } else {
        if (event.type.equals("Gtid")) {
          identity.enter(event.information);
        }
        events.enter(event.type, event.information);
      }
    }
    return next;
  }

  /** The end of a transaction always is told. */
  private static long end(List<Event> found) {
    return found.stream().mapToLong(Event::end).max().orElse(0);
  }
}
