package dev.pristine.mariadb;

import java.sql.SQLException;
import java.sql.Statement;

/**
 * The account that migrates and tests: it may do everything in the databases that we make, and
 * nothing anywhere else. On a server that is not ours its password is kept in the registry, so that
 * all processes on all machines find the same.
 */
final class TestAccount {

  /** The account's name. */
  static final String USER = "pristine_app";

  /** The account, as SQL has it. */
  static final String ACCOUNT = "'pristine_app'@'%'";

  private TestAccount() {}

  /** Makes sure that the account of our own server is there. */
  static Login onOwnServer(Statement statement, Dialect dialect, String password)
      throws SQLException {
    create(statement, dialect, password);
    return new Login(USER, password);
  }

  /** Finds or makes the account on a server that is not ours; the caller holds a lock meanwhile. */
  static Login onSharedServer(Statement statement, Dialect dialect) throws SQLException {
    // Made by the server, so that no statement that it may log holds the password; of all kinds of
    // characters, as a server may demand.
    int made =
        statement.executeUpdate(
            "INSERT INTO logins SELECT '%s', concat('Aa-', lower(hex(random_bytes(16)))) FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM logins WHERE account = '%s')"
                .formatted(USER, USER));
    String password =
        Sessions.query(
                statement,
                "SELECT password FROM logins WHERE account = '%s'".formatted(USER),
                row -> row.getString(1))
            .get(0);
    create(statement, dialect, password);
    if (made > 0) {
      // The account may be older than the registry, if somebody dropped that.
      statement.execute("ALTER USER %s %s".formatted(ACCOUNT, dialect.identification(password)));
    }
    return new Login(USER, password);
  }

  private static void create(Statement statement, Dialect dialect, String password)
      throws SQLException {
    statement.execute(
        "CREATE USER IF NOT EXISTS %s %s".formatted(ACCOUNT, dialect.identification(password)));
  }
}
