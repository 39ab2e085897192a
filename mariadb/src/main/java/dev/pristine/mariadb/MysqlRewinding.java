package dev.pristine.mariadb;

import dev.pristine.mariadb.Blueprint.Difference;
import dev.pristine.mariadb.Blueprint.Table;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.mariadb.jdbc.message.client.ResetPacket;

/** As MySQL has it. */
record MysqlRewinding() implements Rewinding {

  /** From so many rows on, a table is emptied faster by {@code TRUNCATE} than row by row. */
  private static final long MANY_ROWS = 1000;

  private static final Set<String> SILENCING =
      Set.of("SESSION_VARIABLES_ADMIN", "SYSTEM_VARIABLES_ADMIN", "SUPER");

  @Override
  public boolean silences(Set<String> privileges) {
    return SILENCING.stream().anyMatch(privileges::contains);
  }

  @Override
  public RewindRights rights(Statement statement, Capabilities capabilities, boolean ownAccount)
      throws SQLException {
    return MysqlRewindRights.of(statement, capabilities, ownAccount);
  }

  @Override
  public LogIdentity logIdentity() {
    return new MysqlLogIdentity();
  }

  /**
   * The driver sends the command to MariaDB only, because MySQL forgets the client's character set,
   * too. That is set again by us.
   */
  @Override
  public void reset(org.mariadb.jdbc.Connection session) throws SQLException {
    session.getClient().execute(ResetPacket.INSTANCE, true);
    session.reset();
  }

  @Override
  public String variables() {
    return "SELECT variable_name, variable_value FROM performance_schema.session_variables";
  }

  @Override
  public boolean countersAreDear() {
    return true;
  }

  @Override
  public String sessionSettings() {
    return "SET lock_wait_timeout = 2, innodb_lock_wait_timeout = 2";
  }

  /** A table that has given no number yet tells none. */
  @Override
  public String tables() {
    return """
        SELECT t.table_name, t.table_name, IF(c.column_name IS NULL, NULL, coalesce(t.auto_increment, 1))
        FROM information_schema.tables t LEFT JOIN information_schema.columns c
          ON c.table_schema = t.table_schema AND c.table_name = t.table_name AND c.extra LIKE '%%auto_increment%%'
        WHERE t.table_schema = %s""";
  }

  /** What counts is in InnoDB, for partitioned tables too. */
  @Override
  public String elusive() {
    return "SELECT table_name FROM information_schema.tables WHERE false AND table_schema = %s";
  }

  @Override
  public Map<String, Difference> differences(Statement statement, String place)
      throws SQLException {
    return Differences.read(statement, place);
  }

  @Override
  public Glance glance(
      Statement statement, String place, long rollbacks, Collection<String> elusive)
      throws SQLException {
    return MysqlGlance.of(statement, place, rollbacks);
  }

  @Override
  public Set<Table> moved(Statement statement, String place, Set<Table> written)
      throws SQLException {
    List<Table> counting = written.stream().filter(table -> table.counter().isPresent()).toList();
    Map<String, Long> now =
        MysqlGlance.counters(statement, place, counting.stream().map(Table::name).toList());
    return counting.stream()
        .filter(table -> !Objects.equals(now.get(table.name()), table.counter().getAsLong()))
        .collect(Collectors.toSet());
  }

  @Override
  public Map<String, Long> run(Statement statement, List<String> statements, String place)
      throws SQLException {
    statement.execute(String.join("; ", statements));
    return Map.of();
  }

  /**
   * Each {@code TRUNCATE} takes as long as some hundred rows, but it takes the counter along, which
   * takes even longer by itself.
   */
  @Override
  public boolean isTruncated(Table table, boolean moved, long rows) {
    return table.seed().isEmpty()
        ? (moved && table.counter().orElse(1) == 1) || rows > MANY_ROWS
        : table.seed().get().difference().isEmpty() && table.seed().get().rows() > MANY_ROWS;
  }

  @Override
  public List<String> sums(Statement statement, String place, List<String> tables)
      throws SQLException {
    return RowHashes.read(statement, place, tables);
  }
}
