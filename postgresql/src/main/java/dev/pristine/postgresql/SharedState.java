package dev.pristine.postgresql;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is kept for the whole server and not in one database, as far as tests can change it.
 * Passwords are left out.
 */
final class SharedState {

  private static final String OF_SERVER =
"""
      SELECT format('role %s (superuser %s, inherit %s, createrole %s, createdb %s, login %s, replication %s, bypassrls %s, connections %s, until %s)',
          rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls, rolconnlimit, rolvaliduntil)
        FROM pg_roles WHERE rolname !~ '^pg_'
      UNION ALL SELECT format('membership of %s in %s', pg_get_userbyid(member), pg_get_userbyid(roleid)) FROM pg_auth_members
      UNION ALL SELECT format('setting of %s: %s', CASE setrole WHEN 0 THEN 'all' ELSE pg_get_userbyid(setrole) END, setconfig)
        FROM pg_db_role_setting WHERE setdatabase = 0
      UNION ALL SELECT format('tablespace %s (grants %s, options %s)', spcname, spcacl, spcoptions) FROM pg_tablespace
      UNION ALL SELECT format('database %s', datname) FROM pg_database WHERE datname !~ '^pristine_'
      UNION ALL SELECT format('subscription %s', subname) FROM pg_subscription
      UNION ALL SELECT format('grants on the parameter %s: %s', parname, paracl) FROM pg_parameter_acl
""";

  private static final String CONFIGURATION =
      """
      UNION ALL SELECT format('ALTER SYSTEM SET %s = %s', name, setting) FROM pg_file_settings
        WHERE sourcefile LIKE '%/postgresql.auto.conf'""";

  private Set<String> ofServer = Set.of();

  /** Describes what is kept of one database. */
  static List<String> ofDatabase(Statement maintenance, long database) throws SQLException {
    return lines(
        maintenance,
        """
              SELECT format('owner %%s, connections %%s up to %%s, tablespace %%s, grants %%s', pg_get_userbyid(datdba),
                  datallowconn, datconnlimit, dattablespace, datacl)
                FROM pg_database WHERE oid = %1$d
              UNION ALL SELECT format('setting of %%s: %%s', CASE setrole WHEN 0 THEN 'all' ELSE pg_get_userbyid(setrole) END, setconfig)
                FROM pg_db_role_setting WHERE setdatabase = %1$d
              UNION ALL SELECT format('comment %%s', regexp_replace(description, '^pristine: [^\\n]*\\n?', ''))
                FROM pg_shdescription WHERE classoid = 'pg_database'::regclass AND objoid = %1$d
                  AND description !~ '^pristine: [^\\n]*$'
              ORDER BY 1"""
            .formatted(database));
  }

  /** Remembers how the server is now. */
  synchronized void remember(Statement maintenance) throws SQLException {
    ofServer = new LinkedHashSet<>(ofServer(maintenance));
  }

  /** Tells what has changed on the server since this was last asked. */
  synchronized List<String> changes(Statement maintenance) throws SQLException {
    Set<String> now = new LinkedHashSet<>(ofServer(maintenance));
    List<String> changes = new ArrayList<>();
    now.stream()
        .filter(line -> !ofServer.contains(line))
        .forEach(line -> changes.add("now: " + line));
    ofServer.stream()
        .filter(line -> !now.contains(line))
        .forEach(line -> changes.add("before: " + line));
    ofServer = now;
    return changes;
  }

  private static List<String> ofServer(Statement maintenance) throws SQLException {
    boolean seesFiles =
        Sessions.query(
                maintenance,
                "SELECT has_function_privilege('pg_show_all_file_settings()', 'EXECUTE') AND has_table_privilege('pg_file_settings', 'SELECT')",
                row -> row.getBoolean(1))
            .get(0);
    return lines(maintenance, OF_SERVER + (seesFiles ? CONFIGURATION : "") + " ORDER BY 1");
  }

  private static List<String> lines(Statement maintenance, String question) throws SQLException {
    return Sessions.query(maintenance, question, row -> row.getString(1));
  }
}
