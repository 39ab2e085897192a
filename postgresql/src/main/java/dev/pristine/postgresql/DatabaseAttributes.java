package dev.pristine.postgresql;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to a database itself and is not inherited by its copies: settings made by {@code
 * ALTER DATABASE … SET} or for a role in that database, grants, the connection limit, the comment.
 *
 * @param statements what gives them to another database, whose name stands where {@link #NAME} does
 * @param forOneLife whether it is whole only until the server recovers from a crash
 */
record DatabaseAttributes(List<String> statements, boolean forOneLife) {

  private static final String NAME = "\u0001";

  /**
   * Settings that are lists of names: as one quoted text they would be one name (as in pg_dump).
   */
  private static final Set<String> LISTS_OF_NAMES =
      Set.of(
          "local_preload_libraries",
          "search_path",
          "session_preload_libraries",
          "shared_preload_libraries",
          "temp_tablespaces",
          "unix_socket_directories");

  /** Reads what a database has. */
  static DatabaseAttributes of(Statement statement, String database) throws SQLException {
    List<String> statements = new ArrayList<>();
    String named = "d.datname = " + Sql.literal(database);
    statements.addAll(settings(statement, named));
    statements.addAll(grants(statement, named));
    statements.addAll(limit(statement, named));
    DatabaseNote note = note(statement, named);
    if (!note.format().isEmpty()) {
      statements.add("COMMENT ON DATABASE %s IS %s".formatted(NAME, Sql.literal(note.format())));
    }
    return new DatabaseAttributes(List.copyOf(statements), !note.life().isEmpty());
  }

  /** Gives them to another database, in one round trip, or none if there is nothing to give. */
  void applyTo(Statement statement, String database) throws SQLException {
    if (!statements.isEmpty()) {
      statement.execute(
          statements.stream()
              .map(sql -> sql.replace(NAME, Sql.identifier(database)))
              .collect(Collectors.joining("; ")));
    }
  }

  private static List<String> settings(Statement statement, String named) throws SQLException {
    return Sessions.query(
        statement,
        """
        SELECT r.rolname, unnest(s.setconfig) FROM pg_db_role_setting s
        JOIN pg_database d ON d.oid = s.setdatabase LEFT JOIN pg_roles r ON r.oid = s.setrole
        WHERE %s"""
            .formatted(named),
        row -> setting(row.getString(1), row.getString(2)));
  }

  private static String setting(@Nullable String role, String setting) {
    int equals = setting.indexOf('=');
    String name = setting.substring(0, equals);
    String value = setting.substring(equals + 1);
    String target =
        role == null
            ? "ALTER DATABASE " + NAME
            : "ALTER ROLE " + Sql.identifier(role) + " IN DATABASE " + NAME;
    String written =
        LISTS_OF_NAMES.contains(name)
            ? names(value).stream().map(Sql::literal).collect(Collectors.joining(", "))
            : Sql.literal(value);
    return "%s SET %s TO %s".formatted(target, identifiers(name), written);
  }

  /** Quotes a setting's name, which may have a prefix. */
  private static String identifiers(String name) {
    return List.of(name.split("\\.")).stream()
        .map(Sql::identifier)
        .collect(Collectors.joining("."));
  }

  /** Takes apart a list of names as the server stores it: {@code "$user", public}. */
  private static List<String> names(String list) {
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      if (c == '"' && quoted && i + 1 < list.length() && list.charAt(i + 1) == '"') {
        name.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        names.add(name.toString().strip());
        name.setLength(0);
      } else {
        name.append(c);
      }
    }
    names.add(name.toString().strip());
    return names;
  }

  private static List<String> grants(Statement statement, String named) throws SQLException {
    List<String> granted =
        Sessions.query(
            statement,
            """
            SELECT 'GRANT ' || a.privilege_type || ' ON DATABASE %s TO '
                || CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END
                || CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
            FROM pg_database d, aclexplode(d.datacl) a WHERE %s"""
                .formatted(NAME, named),
            row -> row.getString(1));
    boolean untouched =
        Sessions.query(
                statement,
                "SELECT d.datacl IS NULL FROM pg_database d WHERE " + named,
                row -> row.getBoolean(1))
            .equals(List.of(true));
    if (untouched) {
      return List.of();
    }
    List<String> statements = new ArrayList<>();
    statements.add("REVOKE ALL ON DATABASE " + NAME + " FROM PUBLIC");
    statements.addAll(granted);
    return statements;
  }

  private static List<String> limit(Statement statement, String named) throws SQLException {
    return Sessions.query(
        statement,
        "SELECT d.datconnlimit FROM pg_database d WHERE d.datconnlimit >= 0 AND " + named,
        row -> "ALTER DATABASE %s CONNECTION LIMIT %d".formatted(NAME, row.getInt(1)));
  }

  private static DatabaseNote note(Statement statement, String named) throws SQLException {
    return Sessions.query(
            statement,
            "SELECT coalesce(shobj_description(d.oid, 'pg_database'), '') FROM pg_database d WHERE "
                + named,
            row -> DatabaseNote.parse(row.getString(1)).ofCopy())
        .stream()
        .findFirst()
        .orElse(DatabaseNote.parse(""));
  }
}
