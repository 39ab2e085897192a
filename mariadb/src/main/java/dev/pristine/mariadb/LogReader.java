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

  private final ReentrantLock reading = new ReentrantLock();
  private final Map<String, Ledger> ledgers = new HashMap<>();
  private final LogEvents events = new LogEvents(ledgers);
  private @Nullable Position position;

  private record Position(String file, long offset) {}

  private record Event(String type, long end, String information) {}

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
    statement.execute("SHOW MASTER STATUS");
    position =
        Sessions.nextRows(statement, row -> new Position(row.getString(1), row.getLong(2))).get(0);
  }

  /** Reads to the end; returns where that is. */
  private Position read(Statement statement, Position start) throws SQLException {
    Position at = start;
    int passed = 0;
    while (true) {
      statement.execute(
          "SHOW BINLOG EVENTS IN %s FROM %d; SHOW MASTER STATUS"
              .formatted(Sql.literal(at.file), at.offset));
      List<Event> found =
          Sessions.nextRows(
              statement, row -> new Event(row.getString(3), row.getLong(5), row.getString(6)));
      String current = Sessions.nextRows(statement, row -> row.getString(1)).get(0);
      String next = at.file;
      for (Event event : found) {
        if (event.type.equals("Rotate")) {
          next = event.information.split(";", 2)[0];
        } else {
          events.enter(event.type, event.information);
        }
        // Within a transaction the end is not told; the transaction's own end always is.
        at = event.end == 0 ? at : new Position(at.file, event.end);
      }
      if (!next.equals(at.file)) {
        at = new Position(next, FIRST);
        passed = 0;
      } else if (current.equals(at.file)) {
        return at;
      } else if (++passed == ATTEMPTS) {
        throw new SQLException(
            "it ends in %s, and goes on in %s: was the server started again?"
                .formatted(at.file, current));
      }
    }
  }
}
