package dev.pristine.mariadb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** As MariaDB has it. */
record MariadbDialect() implements Dialect {

  private static final String SETTINGS =
      """
      SET wait_timeout = 31536000, max_statement_time = 0, lock_wait_timeout = 30, time_zone = '+00:00', \
      sql_mode = '%s', sql_quote_show_create = 1, foreign_key_checks = 0, unique_checks = 0, \
      check_constraint_checks = 0, innodb_strict_mode = 0, explicit_defaults_for_timestamp = 1, \
      system_versioning_insert_history = 1, character_set_client = utf8mb4, \
      character_set_results = utf8mb4, collation_connection = utf8mb4_general_ci, \
      tx_isolation = IF(@@log_bin AND @@binlog_format = 'STATEMENT', 'REPEATABLE-READ', 'READ-COMMITTED'); \
      BEGIN NOT ATOMIC DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END; SET SESSION sql_log_bin = 0; END"""
          .formatted(SQL_MODE);

  private static final Set<String> TO_CREATE_ACCOUNTS =
      Set.of("CREATE USER", "GRANT OPTION", "PROCESS", "CONNECTION ADMIN", "SET USER");

  @Override
  public String product() {
    return "MariaDB";
  }

  @Override
  public String client() {
    return "mariadb";
  }

  @Override
  public String oldest() {
    return "10.11";
  }

  @Override
  public String settings(Statement statement) {
    return SETTINGS;
  }

  /** There is one at most, and it has no host. */
  @Override
  public List<String> roles(String current) {
    return current.isEmpty() ? List.of() : List.of("'" + current + "'@''");
  }

  @Override
  public boolean mayCreateAccounts(Set<String> privileges) {
    return privileges.containsAll(TO_CREATE_ACCOUNTS);
  }

  /** The password as the server stores it: twice hashed. */
  @Override
  public String identification(String password) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-1");
      byte[] hash = sha.digest(sha.digest(password.getBytes(UTF_8)));
      return "IDENTIFIED VIA mysql_native_password USING '*%s'"
          .formatted(HexFormat.of().withUpperCase().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
  }

  @Override
  public String granted(String schema) {
    return Sql.pattern(schema);
  }

  @Override
  public Map<String, String> parameters() {
    return Map.of();
  }

  @Override
  public String globalStatus() {
    return "information_schema.global_status";
  }

  @Override
  public String lockSeconds(Duration patience) {
    return "%d.%03d".formatted(patience.toSeconds(), Math.max(1, patience.toMillisPart()));
  }

  @Override
  public boolean programsEndMessages() {
    return false;
  }

  @Override
  public Rewinding rewinding() {
    return new MariadbRewinding();
  }
}
