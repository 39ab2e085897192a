package dev.pristine.mariadb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What MariaDB and MySQL must be told and asked differently. Everything else in this module is said
 * to both.
 */
interface Dialect {

  /** How definitions are read and written, so that they come out as they went in. */
  String SQL_MODE = "NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION";

  /** Returns that of the server that answers, whatever the URL says. */
  static Dialect of(Connection connection) throws SQLException {
    return connection
            .unwrap(org.mariadb.jdbc.Connection.class)
            .getContext()
            .getVersion()
            .isMariaDBServer()
        ? new MariadbDialect()
        : new MysqlDialect();
  }

  /** Returns the server's name, for people. */
  String product();

  /** Returns the name of the client that comes with the server. */
  String client();

  /** Returns the oldest version that is supported: major and minor. */
  String oldest();

  /**
   * Returns the statements by which a session of the administering account is readied: we decide
   * what takes too long, times are the same for who reads and who writes, and nothing is checked a
   * second time that was checked in the template. What we do does not stand in the binary log, if
   * the account may leave it out: there is only what others do.
   *
   * @param statement of the first session, in which it may be tried what the account may set
   */
  String settings(Statement statement) throws SQLException;

  /** Writes roles as the server's views have them, from what {@code current_role()} answers. */
  List<String> roles(String current);

  /**
   * Tells whether an account with such privileges can make one that is granted what it needs, whose
   * sessions are seen and ended, and whose name stands in copies of what it made.
   */
  boolean mayCreateAccounts(Set<String> privileges);

  /** Writes a password into {@code CREATE USER} so that no log of the server shows it. */
  String identification(String password);

  /** Names a schema, and no other, where privileges are granted on it. */
  String granted(String schema);

  /** Returns the parameters of URLs without which an account of ours could not connect. */
  Map<String, String> parameters();

  /** Names the view of the server's counters. */
  String globalStatus();

  /** Writes how long {@code GET_LOCK} may wait: at least as long as asked for. */
  String lockSeconds(Duration patience);

  /**
   * Tells whether a routine, trigger or event must be the last statement of its message, because
   * what separates it from the next would become part of it.
   */
  boolean programsEndMessages();

  /** Returns how copies are rewound. */
  Rewinding rewinding();
}
