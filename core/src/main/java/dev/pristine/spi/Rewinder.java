package dev.pristine.spi;

import java.sql.SQLException;
import java.util.List;

/** Brings a used clone back to its template's state by undoing only what changed. */
public interface Rewinder {

  /** Remembers the state that a clone is in now, to which it is rewound later. */
  Mark mark(String clone) throws SQLException;

  /** Tells what changed in a clone since the mark. */
  List<Change> changes(Mark mark) throws SQLException;

  /** Undoes what changed since the mark, or tells why the clone must be replaced instead. */
  Outcome rewind(Mark mark) throws SQLException;

  /** A state that a clone was in. Opaque to all but the engine that made it. */
  interface Mark {}

  /** What became of a rewind. */
  sealed interface Outcome {

    /** The clone is as its template again; {@code mark} is for the next time. */
    record Rewound(Mark mark) implements Outcome {}

    /** The clone cannot be rewound with certainty, for this reason, and must be replaced. */
    record Replace(String reason) implements Outcome {}
  }

  /**
   * What a test did to one table, sequence or other object.
   *
   * @param object the object's name, with its schema
   * @param what the kind of change, for people
   * @param rows how many rows; 0 where rows are not what changed
   */
  record Change(String object, String what, long rows) {}
}
