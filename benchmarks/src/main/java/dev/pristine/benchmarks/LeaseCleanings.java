package dev.pristine.benchmarks;

import dev.pristine.benchmarks.DatabasePerWorker.Cleaning;
import dev.pristine.benchmarks.DatabasePerWorker.Turn;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What people do about what a test has changed on MariaDB and SQLite: each sent as one batch. */
final class LeaseCleanings {

  private LeaseCleanings() {}

  /** All rows of all tables, without regard to the order. */
  static final Cleaning DELETE =
      (statement, schema) -> batch(schema, each("DELETE FROM %s", tables(statement)));

  /** As {@link #DELETE}, then the seed rows again, from tables beside. */
  static final Cleaning DELETE_AND_RESEED =
      (statement, schema) -> reseeding("DELETE FROM %s", statement, schema);

  /** All tables, one after the other: there is no statement for several. */
  static final Cleaning TRUNCATE =
      (statement, schema) -> batch(schema, each("TRUNCATE TABLE %s", tables(statement)));

  /** As {@link #TRUNCATE}, then the seed rows again, from tables beside. */
  static final Cleaning TRUNCATE_AND_RESEED =
      (statement, schema) -> reseeding("TRUNCATE TABLE %s", statement, schema);

  private record Batch(List<String> statements) implements Turn {

    @Override
    public void before(Statement statement) {
      // It is done after the test before.
    }

    @Override
    public void after(Statement statement) throws SQLException {
      for (String each : statements) {
        statement.addBatch(each);
      }
      statement.executeBatch();
      statement.getConnection().commit();
    }
  }

  /** Tables may be emptied in any order: SQLite checks no foreign keys unless it is asked to. */
  private static Batch batch(Schema schema, List<String> statements) {
    return new Batch(
        schema.dialect() == Dialect.MARIADB
            ? Lists.around("SET foreign_key_checks = 0", statements, "SET foreign_key_checks = 1")
            : statements);
  }

  private static Turn reseeding(String emptying, Statement statement, Schema schema)
      throws SQLException {
    List<String> tables = tables(statement);
    List<String> inserts = new ArrayList<>();
    for (String table : tables) {
      if (hasRows(statement, table)) {
        String copy = "seed_copy_" + inserts.size();
        statement.execute("CREATE TABLE %s AS SELECT * FROM %s".formatted(copy, table));
        String columns = String.join(", ", insertableColumns(statement, table));
        inserts.add(
            "INSERT INTO %s (%s) SELECT %s FROM %s".formatted(table, columns, columns, copy));
      }
    }
    return batch(schema, Lists.join(each(emptying, tables), inserts));
  }

  private static List<String> each(String sql, List<String> tables) {
    return tables.stream().map(sql::formatted).toList();
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    DatabaseMetaData driver = statement.getConnection().getMetaData();
    try (ResultSet rows =
        driver.getTables(
            statement.getConnection().getCatalog(), null, "%", new String[] {"TABLE"})) {
      while (rows.next()) {
        tables.add(quoted(rows.getString("TABLE_NAME"), driver));
      }
    }
    return tables;
  }

  private static List<String> insertableColumns(Statement statement, String table)
      throws SQLException {
    List<String> columns = new ArrayList<>();
    DatabaseMetaData driver = statement.getConnection().getMetaData();
    String name = table.substring(1, table.length() - 1);
    try (ResultSet rows =
        driver.getColumns(statement.getConnection().getCatalog(), null, name, "%")) {
      while (rows.next()) {
        if (!"YES".equals(rows.getString("IS_GENERATEDCOLUMN"))) {
          columns.add(quoted(rows.getString("COLUMN_NAME"), driver));
        }
      }
    }
    return columns;
  }

  private static boolean hasRows(Statement statement, String table) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT 1 FROM " + table + " LIMIT 1")) {
      return rows.next();
    }
  }

  private static String quoted(String name, DatabaseMetaData driver) throws SQLException {
    String quote = driver.getIdentifierQuoteString();
    return quote + name + quote;
  }
}
