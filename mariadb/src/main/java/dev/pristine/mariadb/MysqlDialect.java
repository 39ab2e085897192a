package dev.pristine.mariadb;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** As MySQL has it. */
record MysqlDialect() implements Dialect {

  private static final String SETTINGS =
      """
      SET wait_timeout = 31536000, max_execution_time = 0, lock_wait_timeout = 30, time_zone = '+00:00', \
      sql_mode = '%s', sql_quote_show_create = 1, foreign_key_checks = 0, unique_checks = 0, \
      explicit_defaults_for_timestamp = 1, group_concat_max_len = 1000000, \
      information_schema_stats_expiry = 0, character_set_client = utf8mb4, \
      character_set_results = utf8mb4, collation_connection = utf8mb4_general_ci, \
      transaction_isolation = IF(@@log_bin AND @@binlog_format = 'STATEMENT', 'REPEATABLE-READ', 'READ-COMMITTED')"""
          .formatted(SQL_MODE);

  /** What only some accounts may set, and only some versions have. */
  private static final List<String> WHERE_ALLOWED =
      List.of(
          "sql_log_bin = 0",
          "innodb_strict_mode = 0",
          "sql_require_primary_key = 0",
          "sql_generate_invisible_primary_key = 0",
          "restrict_fk_on_non_standard_key = 0");

  private static final Set<Integer> NOT_ALLOWED = Set.of(1193, 1227);

  private static final Set<String> TO_CREATE_ACCOUNTS =
      Set.of("CREATE USER", "GRANT OPTION", "PROCESS", "CONNECTION_ADMIN");

  /** The older and the newer name. */
  private static final Set<String> TO_SET_DEFINERS = Set.of("SET_USER_ID", "SET_ANY_DEFINER");

  private static final Pattern ROLE = Pattern.compile("`((?:[^`]|``)*)`@`((?:[^`]|``)*)`");

  @Override
  public String product() {
    return "MySQL";
  }

  @Override
  public String client() {
    return "mysql";
  }

  @Override
  public String oldest() {
    return "8.0";
  }

  /** There is no way to say it in SQL, outside of a routine: what fails ends the message. */
  @Override
  public String settings(Statement statement) throws SQLException {
    StringBuilder settings = new StringBuilder(SETTINGS);
    for (String setting : WHERE_ALLOWED) {
      try {
        statement.execute("SET " + setting);
        settings.append(", ").append(setting);
      } catch (SQLException e) {
        if (!NOT_ALLOWED.contains(e.getErrorCode())) {
          throw e;
        }
      }
    }
    return settings.toString();
  }

  @Override
  public List<String> roles(String current) {
    return ROLE.matcher(current).results().map(MysqlDialect::grantee).toList();
  }

  private static String grantee(MatchResult role) {
    return "'%s'@'%s'".formatted(role.group(1).replace("``", "`"), role.group(2));
  }

  @Override
  public boolean mayCreateAccounts(Set<String> privileges) {
    return privileges.containsAll(TO_CREATE_ACCOUNTS)
        && TO_SET_DEFINERS.stream().anyMatch(privileges::contains);
  }

  /** The server itself leaves it out of its logs. */
  @Override
  public String identification(String password) {
    return "IDENTIFIED BY " + Sql.literal(password);
  }

  /**
   * A pattern would be none where {@code partial_revokes} is on. Where it is off, an underline
   * stands for any letter; no two names of ours differ in that only.
   */
  @Override
  public String granted(String schema) {
    return Sql.identifier(schema);
  }

  /** Without TLS the password goes encrypted with a key that the driver must ask for. */
  @Override
  public Map<String, String> parameters() {
    return Map.of("allowPublicKeyRetrieval", "true");
  }

  @Override
  public String globalStatus() {
    return "performance_schema.global_status";
  }

  /** It is rounded to whole seconds. */
  @Override
  public String lockSeconds(Duration patience) {
    return Long.toString(patience.plusMillis(999).toSeconds());
  }

  @Override
  public boolean programsEndMessages() {
    return true;
  }

  @Override
  public Rewinding rewinding() {
    return new MysqlRewinding();
  }
}
