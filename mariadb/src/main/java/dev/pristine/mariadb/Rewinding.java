package dev.pristine.mariadb;

import dev.pristine.mariadb.Blueprint.Difference;
import dev.pristine.mariadb.Blueprint.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a server is asked what was changed in a clone, and how that is undone, where MariaDB and
 * MySQL differ.
 */
interface Rewinding {

  /** Tells whether an account with such privileges may write without a trace in the log. */
  boolean silences(Set<String> privileges);

  /**
   * Finds out whether clones can be rewound.
   *
   * @param ownAccount whether tests have an account of their own
   */
  RewindRights rights(Statement statement, Capabilities capabilities, boolean ownAccount)
      throws SQLException;

  /** Returns what notices that the log is no longer the one that was read. */
  LogIdentity logIdentity();

  /** Has the server forget what a session has, and the driver what it knew of it. */
  void reset(org.mariadb.jdbc.Connection session) throws SQLException;

  /** Returns the question for the variables of a session, in small letters, and their values. */
  String variables();

  /** Tells whether setting counters back takes longer than everything else. */
  boolean countersAreDear();

  /** Returns the statement that readies our session in a clone: it waits for nobody's lock long. */
  String sessionSettings();

  /**
   * Returns the question for a schema's tables: the name, the name that {@link Glance#counters} has
   * for it, and the number that it gives next; null if it gives none.
   */
  String tables();

  /** Returns the question for those whose counters may move without anything being told. */
  String elusive();

  /** Reads how rows of tables are brought back without copying all of them; few if any can be. */
  Map<String, Difference> differences(Statement statement, String place) throws SQLException;

  /** Looks at a schema; the parameters are those of {@link Glance#of}. */
  Glance glance(Statement statement, String place, long rollbacks, Collection<String> elusive)
      throws SQLException;

  /**
   * Finds out which of some tables must have their counters set back, if it was not told already.
   *
   * @param written tables that were written to
   */
  Set<Table> moved(Statement statement, String place, Set<Table> written) throws SQLException;

  /**
   * Undoes what was changed.
   *
   * @param statements what is to be run, as one message
   * @return what {@link Glance#writes} is afterwards
   */
  Map<String, Long> run(Statement statement, List<String> statements, String place)
      throws SQLException;

  /**
   * Tells whether a table is emptied faster by {@code TRUNCATE} than row by row.
   *
   * @param moved whether its counter must be set back
   * @param rows how many rows it has at most; {@link #UNKNOWN} if nobody knows
   */
  boolean isTruncated(Table table, boolean moved, long rows);

  /** Stands for a number of rows that nobody knows. */
  long UNKNOWN = -1;

  /** Returns a sum over the rows of each of several tables, the same if the rows are. */
  List<String> sums(Statement statement, String place, List<String> tables) throws SQLException;

  /** Returns that of the server that answers. */
  static Rewinding of(Connection connection) throws SQLException {
    return Dialect.of(connection).rewinding();
  }
}
