package dev.pristine.postgresql;

import dev.pristine.spi.Server.Obstacle;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the administering role may read the server's log and restore tables without their
 * triggers.
 *
 * @param schema the schema of the extension that reads the log, quoted; empty if it is not there
 * @param missing what is missing, for people
 * @param remedy what a superuser would run in the maintenance database to change that; empty if
 *     nothing is missing, or nothing would help
 */
record RewindRights(String schema, List<String> missing, List<String> remedy) {

  private static final Logger log = LoggerFactory.getLogger(RewindRights.class);

  private static final String AVAILABLE =
      "SELECT 1 FROM pg_available_extensions WHERE name = 'pg_walinspect'";

  private static final String EXTENSION =
      "SELECT quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_walinspect'";

  /**
   * Finds out. As a superuser, adds the extension to the maintenance database if it is not there,
   * which changes nothing in any other.
   */
  static RewindRights of(Statement maintenance, Capabilities capabilities, LogDialect dialect)
      throws SQLException {
    List<String> missing = new ArrayList<>();
    List<String> remedy = new ArrayList<>();
    String role = Sql.identifier(capabilities.role());
    List<String> schema = Sessions.query(maintenance, EXTENSION, row -> row.getString(1));
    if (schema.isEmpty() && capabilities.superuser()) {
      try {
        maintenance.execute("CREATE EXTENSION IF NOT EXISTS pg_walinspect");
      } catch (SQLException e) {
        log.debug("Could not add pg_walinspect, or another process was faster", e);
      }
      schema = Sessions.query(maintenance, EXTENSION, row -> row.getString(1));
    }
    if (schema.isEmpty()
        && Sessions.query(maintenance, AVAILABLE, row -> row.getInt(1)).isEmpty()) {
      return new RewindRights(
          "",
          List.of(
              "the extension pg_walinspect is not installed on the server's machine (it comes with"
                  + " PostgreSQL; some systems have it in a package of its own, such as"
                  + " postgresql-contrib)"),
          List.of());
    }
    if (schema.isEmpty()) {
      missing.add("the extension pg_walinspect is not in the database " + Sessions.MAINTENANCE);
      remedy.add("CREATE EXTENSION IF NOT EXISTS pg_walinspect");
    }
    String signature =
        schema.isEmpty() ? dialect.signature() : schema.get(0) + "." + dialect.signature();
    if (schema.isEmpty()
        ? !capabilities.superuser()
        : !is(
            maintenance,
            "has_function_privilege(%s, 'EXECUTE')".formatted(Sql.literal(signature)))) {
      missing.add("the role [%s] may not read the server's log".formatted(capabilities.role()));
      remedy.add("GRANT EXECUTE ON FUNCTION %s TO %s".formatted(signature, role));
    }
    if (!is(maintenance, "has_parameter_privilege('session_replication_role', 'SET')")) {
      missing.add(
          "the role [%s] may not restore rows without their triggers"
              .formatted(capabilities.role()));
      remedy.add("GRANT SET ON PARAMETER session_replication_role TO " + role);
    }
    return new RewindRights(schema.isEmpty() ? "" : schema.get(0), missing, remedy);
  }

  boolean suffice() {
    return missing.isEmpty();
  }

  Obstacle obstacle() {
    return new Obstacle(String.join(", and ", missing), remedy);
  }

  private static boolean is(Statement statement, String condition) throws SQLException {
    return Sessions.query(statement, "SELECT " + condition, row -> row.getBoolean(1)).get(0);
  }
}
