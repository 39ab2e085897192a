package dev.pristine.cli.bench;

import java.util.List;

/**
 * A table of the application.
 *
 * @param id where the driver finds it
 * @param name its name, qualified and quoted for SQL
 * @param columns its columns, in order
 */
record SchemaTable(Id id, String name, List<Column> columns) {

  SchemaTable {
    columns = List.copyOf(columns);
  }

  /**
   * Where the driver finds a table.
   *
   * @param schema the schema or, where the DBMS has none, the empty text
   * @param table the table's name
   */
  record Id(String schema, String table) {

    /** Names it for people. */
    @Override
    public String toString() {
      return schema.isEmpty() ? table : schema + "." + table;
    }
  }

  Column column(String plainName) {
    return columns.stream()
        .filter(column -> column.plainName().equals(plainName))
        .findFirst()
        .orElseThrow();
  }
}
