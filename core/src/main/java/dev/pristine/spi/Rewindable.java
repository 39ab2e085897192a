package dev.pristine.spi;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * A clone that is followed: whatever is written to it, by whomever and over however many sessions,
 * can be told and undone. One thread at a time may rewind it; {@link #changes} may be called
 * meanwhile.
 */
public interface Rewindable extends AutoCloseable {

  /**
   * Brings the state of a session back to what it was when it was opened: settings, temporary
   * tables, locks, listening, cursors, what was left of a transaction. What the driver has prepared
   * stays.
   *
   * @throws SQLException if the session cannot be used again; the caller closes it
   */
  void reset(Connection session) throws SQLException;

  /**
   * Undoes what was changed since the clone was followed or last rewound. First ends every session
   * in it except those that stay, and whatever they had begun.
   *
   * @param staying the sessions that are kept for the next lease; nobody uses them meanwhile. One
   *     in which a transaction is open nevertheless is ended, and closed
   * @param verify whether to compare the result with the template, whole
   */
  Outcome rewind(Collection<Connection> staying, boolean verify) throws SQLException;

  /** Tells what was committed since the clone was followed or last rewound. */
  List<Change> changes() throws SQLException;

  /** Gives up the session that the engine has in the clone until it is needed again. */
  void rest();

  /** Follows the clone no longer. Idempotent. */
  @Override
  void close();

  /**
   * What became of a rewind.
   *
   * @param verdict whether the clone may be lent again
   * @param reason why not, for people; empty if it may
   * @param beyond changes outside of this database that were seen meanwhile, for people
   */
  record Outcome(Verdict verdict, String reason, List<String> beyond) {

    /** Copies the list. */
    public Outcome {
      beyond = List.copyOf(beyond);
    }
  }

  /** Whether a clone may be lent again. */
  enum Verdict {
    /** It is as its template. */
    REWOUND,
    /** It cannot be rewound with certainty, or not cheaply enough, and must be replaced. */
    REPLACE,
    /** It was rewound, and is not as its template: a fault, to be told loudly. */
    DIFFERS
  }

  /**
   * What was done to one object.
   *
   * @param object the object's name, with its schema
   * @param kind what kind of object it is
   * @param inserted how many rows were added
   * @param updated how many rows are not as they were
   * @param deleted how many rows are gone
   * @param details the rows themselves, or what else there is to tell, for people; a few at most
   */
  record Change(
      String object, Kind kind, long inserted, long updated, long deleted, List<String> details) {

    /** What kind of object was changed. */
    public enum Kind {
      /** Rows of a table. */
      TABLE,
      /** The position of a sequence. */
      SEQUENCE,
      /** The schema: what there is, and how it is defined. */
      SCHEMA
    }

    /** Copies the list. */
    public Change {
      details = List.copyOf(details);
    }
  }
}
