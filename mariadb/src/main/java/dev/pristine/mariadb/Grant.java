package dev.pristine.mariadb;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Privileges on a schema or something in it, that somebody was granted. They are not part of the
 * schema: it does not take them along when it is copied, nor when it is dropped.
 *
 * @param schema the schema, as it was written when they were granted: a pattern
 * @param privileges as a list for SQL
 * @param kind {@code TABLE}, {@code FUNCTION} and so on; empty for a whole schema
 * @param object what in the schema they are on; null for all of it
 * @param grantee to whom, as SQL has it
 * @param grantable whether the grantee may grant them
 */
record Grant(
    String schema,
    String privileges,
    String kind,
    @Nullable String object,
    String grantee,
    boolean grantable) {

  /** A role has no host. */
  private static final String NO_HOST = "@''";

  /** Makes one for everything in a schema. */
  static Grant everything(String grantee) {
    return new Grant("", "ALL PRIVILEGES", "", null, grantee, false);
  }

  /** Reads what was granted on a schema, whoever granted it. */
  static List<Grant> on(Statement statement, String place) throws SQLException {
    String pattern = Sql.pattern(place);
    String names =
        "(%s, %s)"
            .formatted(Sql.literal(place), Sql.literal(pattern.substring(1, pattern.length() - 1)));
    return Sessions.query(
        statement,
        """
        SELECT table_schema, group_concat(privilege_type), '', NULL, grantee, is_grantable = 'YES'
        FROM information_schema.schema_privileges WHERE table_schema IN %1$s GROUP BY table_schema, grantee, is_grantable
        UNION ALL
        SELECT table_schema, group_concat(privilege_type), 'TABLE', table_name, grantee, is_grantable = 'YES'
        FROM information_schema.table_privileges WHERE table_schema IN %1$s
        GROUP BY table_schema, table_name, grantee, is_grantable
        UNION ALL
        SELECT table_schema, group_concat(concat(privilege_type, ' (`', replace(column_name, '`', '``'), '`)')), 'TABLE', table_name,
          grantee, is_grantable = 'YES'
        FROM information_schema.column_privileges WHERE table_schema IN %1$s
        GROUP BY table_schema, table_name, grantee, is_grantable"""
            .formatted(names),
        row ->
            new Grant(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getBoolean(6)));
  }

  /**
   * Returns the statement that grants them on another schema.
   *
   * @param place the schema; {@code pattern} the same as grants name it, quoted
   */
  String toSql(String place, String pattern) {
    return "GRANT %s ON %s TO %s%s"
        .formatted(
            privileges,
            object == null ? pattern + ".*" : kind + " " + Sql.identifier(place, object),
            account(),
            grantable ? " WITH GRANT OPTION" : "");
  }

  /** Returns the statement that takes them back. */
  String revoking() {
    return "REVOKE %s%s ON %s FROM %s"
        .formatted(
            privileges,
            grantable ? ", GRANT OPTION" : "",
            object == null
                ? Sql.identifier(schema) + ".*"
                : kind + " " + Sql.identifier(schema, object),
            account());
  }

  private String account() {
    return grantee.endsWith(NO_HOST)
        ? grantee.substring(0, grantee.length() - NO_HOST.length())
        : grantee;
  }
}
