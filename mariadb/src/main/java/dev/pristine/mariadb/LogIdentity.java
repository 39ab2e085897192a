package dev.pristine.mariadb;

import java.sql.SQLException;

/**
 * Notices that the log is no longer the one that was read: begun anew by {@code RESET MASTER}, it
 * has files of the same names again. Not thread-safe.
 */
interface LogIdentity {

  /** Returns the question that the server answers with its state, the last column of one row. */
  String question();

  /** Begins with the state that the server tells now. */
  void begin(String state);

  /** Takes the next numbered transaction in, as its event tells it. */
  void enter(String information) throws SQLException;

  /**
   * Compares with what the server tells after all events that it has told.
   *
   * @throws SQLException if it is another log
   */
  void verify(String state) throws SQLException;
}
