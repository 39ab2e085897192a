package dev.pristine.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What every test does, the same with every tool: it looks whether its database is pristine, writes
 * ten rows to each of three tables, changes three seed rows, takes a number from a sequence,
 * commits, and counts what it wrote.
 */
final class TestWork {

  private static final int ROWS = 10;
  private static final int SEED_ROWS_CHANGED = 3;

  /** So that workers who share a database do not wait for each other's rows. */
  private static final int ROWS_APART = 5;

  private final boolean writes;
  private final long thinkMillis;
  private final String nextNumber;
  private final String look;
  private final String insertFirst;
  private final String insertSecond;
  private final String insertThird;
  private final String change;
  private final String count;
  private final int firstSeedRow;

  /**
   * Prepares the work of one worker.
   *
   * @param worker its number among all that share a server
   * @param thinkMillis how long a test waits for something else than the database
   */
  TestWork(Schema schema, int worker, boolean writes, long thinkMillis) {
    this.writes = writes;
    this.thinkMillis = thinkMillis;
    int places = SchemaGenerator.SEED_ROWS / ROWS_APART;
    Dialect dialect = schema.dialect();
    this.nextNumber = dialect.nextNumber();
    String seeded =
        dialect.schema() + schema.seeded().get(worker / places % schema.seeded().size());
    this.firstSeedRow = worker % places * ROWS_APART + 1;
    String first = dialect.schema() + schema.written().get(0);
    String second = dialect.schema() + schema.written().get(1);
    String third = dialect.schema() + schema.written().get(2);
    this.look =
        """
        SELECT EXISTS (SELECT 1 FROM %s) OR EXISTS (SELECT 1 FROM %s)
            OR EXISTS (SELECT 1 FROM %s),
          (SELECT count(*) = %d AND sum(version) = 0 FROM %s)
        """
            .formatted(first, second, third, SchemaGenerator.SEED_ROWS, seeded);
    this.insertFirst =
        """
        INSERT INTO %s (code, test, amount)
        SELECT %s, ?, n FROM %s RETURNING id
        """
            .formatted(first, dialect.joined("?", "n"), dialect.numbers(ROWS));
    this.insertSecond = insertBelow(first, second);
    this.insertThird = insertBelow(second, third);
    this.change = "UPDATE %s SET version = version + 1 WHERE id BETWEEN ? AND ?".formatted(seeded);
    this.count = "SELECT count(*) FROM %s WHERE test = ?".formatted(third);
  }

  private static String insertBelow(String parent, String table) {
    return """
        INSERT INTO %s (parent_id, code, test, amount)
        SELECT id, code, test, amount FROM %s WHERE test = ?
        """
        .formatted(table, parent);
  }

  /**
   * Runs one test, and tells what it found.
   *
   * @param test a name that no other test has
   */
  Dirt run(Connection connection, String test) throws SQLException {
    connection.setAutoCommit(false);
    boolean counts;
    boolean seeds;
    try (PreparedStatement statement = connection.prepareStatement(look);
        ResultSet found = statement.executeQuery()) {
      found.next();
      counts = found.getBoolean(1);
      seeds = !found.getBoolean(2);
    }
    Dirt dirt =
        writes ? write(connection, test, counts, seeds) : new Dirt(counts, seeds, false, false);
    connection.commit();
    think();
    verifyCount(connection, test);
    connection.commit();
    return dirt;
  }

  private Dirt write(Connection connection, String test, boolean counts, boolean seeds)
      throws SQLException {
    boolean sequence =
        !nextNumber.isEmpty()
            && number(connection.prepareStatement(nextNumber)) != SchemaGenerator.FIRST_NUMBER;
    PreparedStatement first = connection.prepareStatement(insertFirst);
    first.setString(1, test + "-");
    first.setString(2, test);
    boolean identity = number(first) != 1;
    update(connection, insertSecond, test);
    update(connection, insertThird, test);
    try (PreparedStatement statement = connection.prepareStatement(change)) {
      statement.setInt(1, firstSeedRow);
      statement.setInt(2, firstSeedRow + SEED_ROWS_CHANGED - 1);
      statement.executeUpdate();
    }
    return new Dirt(counts, seeds, sequence, identity);
  }

  private void verifyCount(Connection connection, String test) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(count);
    statement.setString(1, test);
    long rows = number(statement);
    if (rows != (writes ? ROWS : 0)) {
      throw new SQLException(
          "The test [%s] wrote %d rows and found %d".formatted(test, ROWS, rows));
    }
  }

  private static void update(Connection connection, String sql, String test) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, test);
      statement.executeUpdate();
    }
  }

  /** Returns the first number of an answer, and closes the statement. */
  private static long number(PreparedStatement statement) throws SQLException {
    try (statement;
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void think() throws SQLException {
    if (thinkMillis > 0) {
      try {
        Thread.sleep(thinkMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SQLException("Interrupted", e);
      }
    }
  }
}
