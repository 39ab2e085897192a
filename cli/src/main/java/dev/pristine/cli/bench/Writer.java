package dev.pristine.cli.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Writes rows to one table, and if need be to those that it refers to. */
interface Writer {

  /** Returns the table. */
  SchemaTable table();

  /** Writes as many rows, without ending the transaction. */
  void write(Connection connection, int rows, Numbers numbers) throws SQLException;

  /** Tells whether rows are added, and not changed. */
  default boolean inserts() {
    return true;
  }

  /** Returns what the table's automatic columns hold in the next row, which it inserts. */
  default List<String> nextKeys(Connection connection, Numbers numbers) throws SQLException {
    return List.of();
  }
}
