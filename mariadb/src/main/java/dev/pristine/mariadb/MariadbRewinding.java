package dev.pristine.mariadb;

import dev.pristine.mariadb.Blueprint.Difference;
import dev.pristine.mariadb.Blueprint.Table;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** As MariaDB has it. */
record MariadbRewinding() implements Rewinding {

  /** From so many rows on, a table is emptied faster by {@code TRUNCATE} than row by row. */
  private static final long MANY_ROWS = 70;

  /**
   * Whether a unique key is a hash is looked at before InnoDB knows of the row, and a number is
   * used up even if the row is ignored then. What counts for partitioned tables is not in InnoDB:
   * it moves with the number that a row is to have in another partition, found or not.
   */
  private static final String ELUSIVE =
      """
      SELECT table_name FROM information_schema.tables
      WHERE table_schema = %1$s AND auto_increment IS NOT NULL AND (create_options LIKE '%%partitioned%%'
        OR engine = 'InnoDB' AND table_name IN (
          SELECT table_name FROM information_schema.statistics WHERE table_schema = %1$s AND index_type = 'HASH'))""";

  @Override
  public boolean silences(Set<String> privileges) {
    return privileges.contains("BINLOG ADMIN");
  }

  @Override
  public RewindRights rights(Statement statement, Capabilities capabilities, boolean ownAccount)
      throws SQLException {
    return RewindRights.of(statement, capabilities);
  }

  @Override
  public LogIdentity logIdentity() {
    return new MariadbLogIdentity();
  }

  @Override
  public void reset(org.mariadb.jdbc.Connection session) throws SQLException {
    session.reset();
  }

  @Override
  public String variables() {
    return "SELECT lower(variable_name), session_value FROM information_schema.system_variables WHERE variable_scope LIKE 'SESSION%' AND read_only = 'NO'";
  }

  @Override
  public boolean countersAreDear() {
    return false;
  }

  /** History is written as it was. */
  @Override
  public String sessionSettings() {
    return "SET lock_wait_timeout = 2, innodb_lock_wait_timeout = 2, max_statement_time = 60, system_versioning_alter_history = KEEP";
  }

  @Override
  public String tables() {
    return "SELECT table_name, unhex(hex(convert(table_name USING filename))), auto_increment FROM information_schema.tables WHERE table_schema = %s";
  }

  @Override
  public String elusive() {
    return ELUSIVE;
  }

  /** All rows are copied faster than some are found. */
  @Override
  public Map<String, Difference> differences(Statement statement, String place) {
    return Map.of();
  }

  @Override
  public Glance glance(
      Statement statement, String place, long rollbacks, Collection<String> elusive)
      throws SQLException {
    return Glance.of(statement, place, rollbacks, elusive);
  }

  /** Setting one back takes no longer than asking. */
  @Override
  public Set<Table> moved(Statement statement, String place, Set<Table> written) {
    return written;
  }

  @Override
  public Map<String, Long> run(Statement statement, List<String> statements, String place)
      throws SQLException {
    statement.execute(String.join("; ", statements) + "; " + Glance.askingForWrites(place));
    return Glance.nextNumbers(statement);
  }

  @Override
  public boolean isTruncated(Table table, boolean moved, long rows) {
    return rows == UNKNOWN || rows > MANY_ROWS;
  }

  @Override
  public List<String> sums(Statement statement, String place, List<String> tables)
      throws SQLException {
    return Sessions.query(
        statement,
        "CHECKSUM TABLE "
            + tables.stream()
                .map(name -> Sql.identifier(place, name))
                .collect(Collectors.joining(", ")),
        row -> String.valueOf(row.getString(2)));
  }
}
