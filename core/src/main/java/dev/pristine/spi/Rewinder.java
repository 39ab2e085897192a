package dev.pristine.spi;

import java.sql.SQLException;

/** Brings used clones back to their templates' state by undoing only what changed. */
public interface Rewinder {

  /**
   * Begins to follow a clone, so that it can be rewound from now on.
   *
   * @param template what it is a copy of
   * @param clone a database that nobody has been in since it was copied
   * @param hurried whether what takes long may be left to the next clone of the template that is
   *     followed without hurry; a rewind that cannot wait for that long fails
   * @return the clone, followed; the caller closes it before the clone is dropped
   * @throws SQLException if it cannot be followed; it is as good as before for a lease without
   *     rewind
   */
  Rewindable follow(String template, String clone, boolean hurried) throws SQLException;
}
