package dev.pristine.spi;

import java.sql.SQLException;
import java.util.List;

/**
 * The databases that Pristine made on one server.
 *
 * <p>Names come from core: at most 63 bytes of {@code a-z}, {@code 0-9} and {@code _}. An engine
 * touches only databases that bear such a name <em>and</em> belong to the role that Pristine made
 * or was given.
 */
public interface Databases {

  /** Lists all of them, those of other owners and runs included. */
  List<DatabaseEntry> list() throws SQLException;

  /** Creates an empty database, to be migrated and then published. */
  Access create(String name) throws SQLException;

  /**
   * Makes a template of a migrated database: ends every session in it, readies it for cloning,
   * closes it to connections and gives it its final name as the last step, so that whatever bears
   * that name is whole.
   *
   * @param note a text to keep with the template, see {@link #note}
   */
  void publish(String building, String template, String note) throws SQLException;

  /** Copies a template, with the settings and grants that belong to the database itself. */
  Access clone(String template, String name) throws SQLException;

  /** Returns how to connect to a database, without asking the server. */
  Access access(String name);

  /** Ends every session in a database, and waits until they are gone. */
  void endSessions(String name) throws SQLException;

  /**
   * Gives a database another name. Fails if it does not exist, so that only one of two can win it.
   */
  void rename(String from, String to) throws SQLException;

  /** Keeps a text with a database, in place of the one kept before. Not seen by its tests. */
  void note(String name, String note) throws SQLException;

  /** Ends every session in a database and drops it. Does nothing if it does not exist. */
  void drop(String name) throws SQLException;
}
