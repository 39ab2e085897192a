package dev.pristine.mariadb;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds out whether clones can be rewound on a MySQL server. */
final class MysqlRewindRights {

  private static final String KNOWN = "8.0";

  /** What it may not do without each privilege; others come with the right to create accounts. */
  private static final Map<String, String> PRIVILEGES =
      new TreeMap<>(
          Map.of(
              "REPLICATION CLIENT", "ask where the server's binary log ends",
              "REPLICATION SLAVE", "read the server's binary log",
              "SESSION_VARIABLES_ADMIN", "leave out of it what is undone"));

  /** Older versions do not know the last. */
  private static final String QUESTION =
      """
      SELECT @@log_bin, @@global.binlog_format, EXISTS (SELECT 1 FROM performance_schema.global_variables
        WHERE variable_name = 'binlog_transaction_compression' AND variable_value = 'ON')""";

  private static final String UNCOUNTED =
      "rollbacks are not counted, so each rewind reads the counters of all tables of its database; to spare it that, run as root: SET GLOBAL innodb_monitor_enable = 'trx_rollback%'";

  private MysqlRewindRights() {}

  static RewindRights of(Statement statement, Capabilities capabilities, boolean ownAccount)
      throws SQLException {
    if (!capabilities.series().equals(KNOWN)) {
      return RewindRights.impossible(
          "databases of MySQL %s are copied, not rewound, as yet".formatted(capabilities.series()));
    }
    record Log(boolean written, String format, boolean compressed) {}
    Log log =
        Sessions.query(
                statement,
                QUESTION,
                row -> new Log(row.getBoolean(1), row.getString(2), row.getBoolean(3)))
            .get(0);
    if (!log.written) {
      return RewindRights.impossible(
          "the server writes no binary log: it has to be started without --skip-log-bin");
    }
    if (!ownAccount) {
      return sameAccount(capabilities);
    }
    List<String> missing = new ArrayList<>();
    List<String> remedy = new ArrayList<>();
    if (!log.format.equals("ROW")) {
      missing.add("the binary log holds statements, not rows");
      remedy.add("SET GLOBAL binlog_format = ROW");
    }
    if (log.compressed) {
      missing.add("the binary log is compressed");
      remedy.add("SET GLOBAL binlog_transaction_compression = OFF");
    }
    List<String> privileges = new ArrayList<>(PRIVILEGES.keySet());
    privileges.removeAll(capabilities.privileges());
    if (capabilities.privileges().contains("SYSTEM_VARIABLES_ADMIN")) {
      privileges.remove("SESSION_VARIABLES_ADMIN");
    }
    privileges.forEach(
        privilege -> missing.add("the account may not " + PRIVILEGES.get(privilege)));
    if (!privileges.isEmpty()) {
      remedy.add(
          "GRANT %s ON *.* TO %s".formatted(String.join(", ", privileges), capabilities.account()));
    }
    if (!privileges.contains("REPLICATION CLIENT") && RewindRights.isFiltered(statement)) {
      return RewindRights.impossible(
          "the server leaves schemas out of its binary log (binlog_do_db, binlog_ignore_db)");
    }
    boolean counts = !missing.isEmpty() || MysqlGlance.areRollbacksCounted(statement);
    return new RewindRights(missing, remedy, counts ? List.of() : List.of(UNCOUNTED));
  }

  private static RewindRights sameAccount(Capabilities capabilities) {
    String account = capabilities.account();
    return new RewindRights(
        List.of(
            "tests connect as %s itself, which must be able to leave out of the server's binary log what is undone, and so could tests: they need an account of their own"
                .formatted(account)),
        capabilities.createsAccounts()
            ? List.of()
            : List.of("GRANT ALL PRIVILEGES ON *.* TO %s WITH GRANT OPTION".formatted(account)),
        List.of());
  }
}
