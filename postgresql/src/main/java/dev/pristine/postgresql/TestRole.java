package dev.pristine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The role that migrates and tests: no superuser, and owner of all that we make. On a server that
 * is not ours its password is kept in a database of our own, which only the administering role may
 * enter, so that all processes on all machines find the same.
 */
final class TestRole {

  private static final Logger log = LoggerFactory.getLogger(TestRole.class);

  static final String NAME = "pristine_app";
  private static final String VAULT = "pristine_vault";
  private static final String DUPLICATE_DATABASE = "42P04";
  private static final String UNIQUE_VIOLATION = "23505";

  private TestRole() {}

  /** Makes sure that the role of our own server is there, with the password that it is to have. */
  static Login onOwnServer(Statement maintenance, String password) throws SQLException {
    create(maintenance, NAME, password);
    return new Login(NAME, password);
  }

  /** Finds or makes the role on a server that is not ours; the caller holds a lock meanwhile. */
  static Login onSharedServer(Sessions sessions, Statement maintenance, Capabilities capabilities)
      throws SQLException {
    // Each administering role has its own: it could not enter another's vault.
    String suffix = "_%08x".formatted(LockKey.of(capabilities.role()) & 0xFFFFFFFFL);
    String name = NAME + suffix;
    createVault(maintenance, VAULT + suffix);
    refuseForeignVault(maintenance, VAULT + suffix);
    try (Connection vault = sessions.open(VAULT + suffix);
        Statement statement = vault.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS login (password text NOT NULL)");
      // Made by the server, so that no statement that it may log holds the password.
      int made =
          statement.executeUpdate(
              "INSERT INTO login SELECT replace(gen_random_uuid()::text, '-', '') WHERE NOT EXISTS (SELECT FROM login)");
      String password =
          Sessions.query(statement, "SELECT password FROM login", row -> row.getString(1)).get(0);
      create(maintenance, name, password);
      if (made > 0) {
        // The role may be older than the vault, if somebody dropped that.
        maintenance.execute(
            "ALTER ROLE %s PASSWORD '%s'"
                .formatted(Sql.identifier(name), ScramVerifier.of(password)));
      }
      return new Login(name, password);
    }
  }

  private static void create(Statement maintenance, String name, String password)
      throws SQLException {
    boolean exists =
        !Sessions.query(
                maintenance,
                "SELECT 1 FROM pg_roles WHERE rolname = " + Sql.literal(name),
                row -> row.getInt(1))
            .isEmpty();
    if (!exists) {
      log.debug("Creating the role {}", name);
      // Together, so that there is never the one without the other: a role that may create others
      // is
      // not a member of them, and only members give databases away.
      maintenance.execute(
          "CREATE ROLE %s LOGIN PASSWORD '%s'; GRANT %s TO CURRENT_USER"
              .formatted(Sql.identifier(name), ScramVerifier.of(password), Sql.identifier(name)));
    }
  }

  /** Whoever else owned it could have us run code of theirs. */
  private static void refuseForeignVault(Statement maintenance, String vault) throws SQLException {
    List<Boolean> ours =
        Sessions.query(
            maintenance,
            "SELECT pg_get_userbyid(datdba) = current_user FROM pg_database WHERE datname = "
                + Sql.literal(vault),
            row -> row.getBoolean(1));
    if (!ours.equals(List.of(true))) {
      throw new SQLException(
          "The database [%s], where the password of the test role is kept, belongs to another role. Find out who made it, and drop it"
              .formatted(vault),
          "42501");
    }
  }

  private static void createVault(Statement maintenance, String vault) throws SQLException {
    boolean exists =
        !Sessions.query(
                maintenance,
                "SELECT 1 FROM pg_database WHERE datname = " + Sql.literal(vault),
                row -> row.getInt(1))
            .isEmpty();
    if (exists) {
      return;
    }
    try {
      maintenance.execute("CREATE DATABASE " + Sql.identifier(vault));
    } catch (SQLException e) {
      if (!DUPLICATE_DATABASE.equals(e.getSQLState())
          && !UNIQUE_VIOLATION.equals(e.getSQLState())) {
        throw e;
      }
      log.debug("Another process created {} first", vault, e);
    }
    maintenance.execute("REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(Sql.identifier(vault)));
  }
}
