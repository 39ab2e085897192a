package dev.pristine.mariadb;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/**
 * The settings that an object keeps from the session that made it.
 *
 * @param sqlMode the SQL mode
 * @param client the client's character set
 * @param connection the connection's collation
 * @param timeZone the time zone, in which times of events are written
 * @param database the database's collation at that time; empty for whatever it is
 */
record Surroundings(
    String sqlMode, String client, String connection, String timeZone, String database) {

  private static final Set<String> UNICODE = Set.of("utf8", "utf8mb3", "utf8mb4");

  private static final String UNIVERSAL = "+00:00";

  /** Those of our own sessions. */
  static Surroundings ours(String databaseCollation) {
    return new Surroundings(
        Dialect.SQL_MODE, "utf8mb4", "utf8mb4_general_ci", UNIVERSAL, databaseCollation);
  }

  /** Reads what {@code SHOW CREATE} of a view tells; views keep no SQL mode. */
  static Surroundings ofView(ResultSet row, String definition) throws SQLException {
    return new Surroundings(
        Dialect.SQL_MODE,
        client(row, definition),
        row.getString("collation_connection"),
        UNIVERSAL,
        "");
  }

  /** Reads what {@code SHOW CREATE} of a routine or trigger tells. */
  static Surroundings ofProgram(ResultSet row, String definition) throws SQLException {
    return of(row, definition, UNIVERSAL);
  }

  /** Reads what {@code SHOW CREATE EVENT} tells. */
  static Surroundings ofEvent(ResultSet row, String definition) throws SQLException {
    return of(row, definition, row.getString("time_zone"));
  }

  private static Surroundings of(ResultSet row, String definition, String timeZone)
      throws SQLException {
    return new Surroundings(
        row.getString("sql_mode"),
        client(row, definition),
        row.getString("collation_connection"),
        timeZone,
        row.getString("Database Collation"));
  }

  /** We send all text as Unicode, which reads the same in any other only if it is plain. */
  private static String client(ResultSet row, String definition) throws SQLException {
    String set = row.getString("character_set_client");
    boolean plain = definition.chars().allMatch(c -> c < 128);
    return plain || UNICODE.contains(set) ? set : "utf8mb4";
  }

  /** Returns the statement that gives them to a session. */
  String toSql() {
    return "SET sql_mode = %s, character_set_client = %s, collation_connection = %s, time_zone = %s"
        .formatted(Sql.literal(sqlMode), client, connection, Sql.literal(timeZone));
  }
}
