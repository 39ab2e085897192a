package dev.pristine.mariadb;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the server is and what the administering account may do there.
 *
 * @param dialect what it is
 * @param version its version, for people
 * @param series its major and minor version, such as 11.4
 * @param defaults what new schemas and tables get where a migration says nothing
 * @param account the administering account, as SQL has it
 * @param privileges what it may do in the whole server
 * @param functionsNeedSuper whether only a privileged account may create functions and triggers
 * @param keepsStatistics whether statistics of tables are kept in tables
 * @param flushes whether each commit waits for the disk
 */
record Capabilities(
    Dialect dialect,
    String version,
    String series,
    String defaults,
    String account,
    Set<String> privileges,
    boolean functionsNeedSuper,
    boolean keepsStatistics,
    boolean flushes) {

  private static final Pattern SERIES = Pattern.compile("(\\d+)\\.(\\d+)");

  private static final String QUESTION =
      """
      SELECT version(),
        concat_ws(' ', @@global.character_set_server, @@global.collation_server, @@global.sql_mode,
                  @@global.default_storage_engine, @@lower_case_table_names,
                  @@global.explicit_defaults_for_timestamp),
        current_user(), @@log_bin AND NOT @@global.log_bin_trust_function_creators,
        @@global.innodb_stats_persistent, @@global.innodb_flush_log_at_trx_commit = 1""";

  static Capabilities of(Statement statement, Dialect dialect) throws SQLException {
    String role =
        Sessions.query(statement, "SELECT coalesce(current_role(), '')", row -> row.getString(1))
            .get(0);
    Capabilities capabilities =
        Sessions.query(
                statement,
                QUESTION,
                row -> {
                  Matcher series = SERIES.matcher(row.getString(1));
                  return new Capabilities(
                      dialect,
                      row.getString(1).replaceFirst("-MariaDB.*", ""),
                      series.find() ? series.group() : "0.0",
                      row.getString(2),
                      account(row.getString(3)),
                      Set.of(),
                      row.getBoolean(4),
                      row.getBoolean(5),
                      row.getBoolean(6));
                })
            .get(0);
    List<String> grantees = new ArrayList<>(dialect.roles(role));
    grantees.add(capabilities.account);
    Set<String> privileges = new HashSet<>();
    Sessions.query(
        statement,
        "SELECT privilege_type, is_grantable FROM information_schema.user_privileges WHERE grantee IN (%s)"
            .formatted(grantees.stream().map(Sql::literal).collect(Collectors.joining(", "))),
        row ->
            privileges.add(row.getString(1))
                && row.getString(2).equals("YES")
                && privileges.add("GRANT OPTION"));
    Capabilities full =
        new Capabilities(
            dialect,
            capabilities.version,
            capabilities.series,
            capabilities.defaults,
            capabilities.account,
            Set.copyOf(privileges),
            capabilities.functionsNeedSuper,
            capabilities.keepsStatistics,
            capabilities.flushes);
    full.refuseUnfit();
    return full;
  }

  /** Tells whether tests can have an account of their own. */
  boolean createsAccounts() {
    return dialect.mayCreateAccounts(privileges);
  }

  /** Tells what would make the server faster or safer. */
  List<String> advice(boolean administratorTests) {
    List<String> advice = new ArrayList<>();
    if (keepsStatistics) {
      advice.add(
          "innodb_stats_persistent is on: off, it makes copies about a third faster on a server that only tests use");
    }
    if (flushes) {
      advice.add(
          "innodb_flush_log_at_trx_commit is 1: on a server that only tests use, 0 spares each commit the wait for the disk");
    }
    if (!createsAccounts() && !administratorTests) {
      advice.add(
          "the account %s may not create accounts, see and end their sessions, and set definers, so migrations and tests connect as it too; to give them an account of their own, run as root: GRANT ALL PRIVILEGES ON *.* TO %s WITH GRANT OPTION"
              .formatted(account, account));
    } else if (functionsNeedSuper && !administratorTests) {
      advice.add(
          "log_bin_trust_function_creators is off while the binary log is on, so migrations cannot create functions and triggers; to let them, run as root: SET GLOBAL log_bin_trust_function_creators = 1");
    }
    return advice;
  }

  private void refuseUnfit() throws SQLException {
    Matcher oldest = SERIES.matcher(dialect.oldest());
    Matcher own = SERIES.matcher(series);
    if (oldest.find() && own.find() && number(own) < number(oldest)) {
      throw new SQLException(
          "%s %s is too old: Pristine needs %s or later"
              .formatted(dialect.product(), version, dialect.oldest()),
          "0A000");
    }
  }

  private static int number(Matcher series) {
    return Integer.parseInt(series.group(1)) * 1000 + Integer.parseInt(series.group(2));
  }

  /** Writes {@code user@host} as SQL and the server's views have it. */
  static String account(String current) {
    int at = current.lastIndexOf('@');
    return "'%s'@'%s'".formatted(current.substring(0, at), current.substring(at + 1));
  }
}
