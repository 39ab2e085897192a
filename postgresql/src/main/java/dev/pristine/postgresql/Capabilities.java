package dev.pristine.postgresql;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What the server is and what the administering role may do there.
 *
 * @param version its version, for people
 * @param major its major version
 * @param locale encoding and locale that new databases get
 * @param role the administering role
 * @param superuser whether that role may do everything
 * @param createsDatabases whether it may create databases
 * @param createsRoles whether it may create roles
 * @param fsync whether the server waits for its disk
 */
record Capabilities(
    String version,
    int major,
    String locale,
    String role,
    boolean superuser,
    boolean createsDatabases,
    boolean createsRoles,
    boolean fsync) {

  private static final int OLDEST = 15;

  private static final String QUESTION =
      """
      SELECT current_setting('server_version'), current_setting('server_version_num')::int / 10000,
             (SELECT concat_ws(' ', pg_encoding_to_char(encoding), datcollate, datctype)
              FROM pg_database WHERE datname = 'template1'),
             rolname, rolsuper, rolsuper OR rolcreatedb, rolsuper OR rolcreaterole,
             current_setting('fsync')::bool
      FROM pg_roles WHERE rolname = current_user""";

  static Capabilities of(Statement statement) throws SQLException {
    Capabilities capabilities =
        Sessions.query(
                statement,
                QUESTION,
                row ->
                    new Capabilities(
                        row.getString(1),
                        row.getInt(2),
                        row.getString(3),
                        row.getString(4),
                        row.getBoolean(5),
                        row.getBoolean(6),
                        row.getBoolean(7),
                        row.getBoolean(8)))
            .get(0);
    capabilities.refuseUnfit();
    return capabilities;
  }

  /** Tells what would make the server faster or safer. */
  List<String> advice(boolean administratorTests) {
    List<String> advice = new ArrayList<>();
    if (fsync) {
      advice.add(
          "fsync is on: on a server that only tests use, fsync=off, synchronous_commit=off and"
              + " full_page_writes=off make copies about twice as fast");
    }
    if (!createsRoles && !administratorTests) {
      advice.add(
          ("the role [%s] may not create roles, so migrations and tests connect as it too; to give them a"
                  + " role of their own, run as a superuser: ALTER ROLE %s CREATEROLE")
              .formatted(role, Sql.identifier(role)));
    }
    return advice;
  }

  private void refuseUnfit() throws SQLException {
    if (major < OLDEST) {
      throw new SQLException(
          "PostgreSQL %s is too old: Pristine needs %d or later".formatted(version, OLDEST),
          "0A000");
    }
    if (!createsDatabases) {
      throw new SQLException(
          "The role [%s] may not create databases. As a superuser, run: ALTER ROLE %s CREATEDB"
              .formatted(role, Sql.identifier(role)),
          "42501");
    }
  }
}
