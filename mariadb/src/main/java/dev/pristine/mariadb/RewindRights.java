package dev.pristine.mariadb;

import dev.pristine.spi.Server.Obstacle;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether the server writes down what tests change, and the administering account may read that.
 *
 * @param missing what is missing, for people
 * @param remedy what an administrator of the server would run to change that; empty if nothing is
 *     missing, or no statement would help
 * @param advice what would make rewinds faster
 */
record RewindRights(List<String> missing, List<String> remedy, List<String> advice) {

  /** What it may not do without each privilege. */
  private static final Map<String, String> PRIVILEGES =
      new TreeMap<>(
          Map.of(
              "BINLOG MONITOR", "read the server's binary log",
              "BINLOG ADMIN", "leave out of it what is undone",
              "PROCESS", "see all sessions and counters",
              "CONNECTION ADMIN", "end others' sessions"));

  private static final String QUESTION =
      "SELECT @@log_bin, @@global.binlog_format, @@global.userstat";

  private static final String UNCOUNTED =
      "rollbacks are not counted, so each rewind reads the counters of all tables of the server; to spare it that, run as root: SET GLOBAL innodb_monitor_enable = 'trx_rollback%'";

  /** Rewinding is not possible, and no statement would change that. */
  static RewindRights impossible(String reason) {
    return new RewindRights(List.of(reason), List.of(), List.of());
  }

  static RewindRights of(Statement statement, Capabilities capabilities) throws SQLException {
    List<String> missing = new ArrayList<>();
    List<String> remedy = new ArrayList<>();
    record Written(boolean log, String format, boolean statistics) {}
    Written written =
        Sessions.query(
                statement,
                QUESTION,
                row -> new Written(row.getBoolean(1), row.getString(2), row.getBoolean(3)))
            .get(0);
    if (!written.log) {
      return impossible(
          "the server writes no binary log: it has to be started with --log-bin"
              + " --binlog-format=ROW --userstat=1");
    }
    if (!written.format.equals("ROW")) {
      missing.add("the binary log holds statements, not rows");
      remedy.add("SET GLOBAL binlog_format = ROW");
    }
    if (!written.statistics) {
      missing.add("the server does not count what is written to each table");
      remedy.add("SET GLOBAL userstat = 1");
    }
    List<String> privileges = new ArrayList<>(PRIVILEGES.keySet());
    privileges.removeAll(capabilities.privileges());
    for (String privilege : privileges) {
      missing.add("the account may not " + PRIVILEGES.get(privilege));
    }
    if (!privileges.isEmpty()) {
      remedy.add(
          "GRANT %s ON *.* TO %s".formatted(String.join(", ", privileges), capabilities.account()));
    }
    if (!privileges.contains("BINLOG MONITOR") && isFiltered(statement)) {
      return impossible(
          "the server leaves schemas out of its binary log (binlog_do_db, binlog_ignore_db)");
    }
    boolean counts = !missing.isEmpty() || Glance.areRollbacksCounted(statement);
    return new RewindRights(missing, remedy, counts ? List.of() : List.of(UNCOUNTED));
  }

  boolean suffice() {
    return missing.isEmpty();
  }

  Obstacle obstacle() {
    return new Obstacle(String.join(", and ", missing), remedy);
  }

  /** Tells whether the log leaves schemas out. */
  static boolean isFiltered(Statement statement) throws SQLException {
    return Sessions.query(
            statement,
            "SHOW MASTER STATUS",
            row -> !row.getString(3).isEmpty() || !row.getString(4).isEmpty())
        .contains(true);
  }
}
