package dev.pristine.cli.bench;

import java.util.Map;

/**
 * A foreign key.
 *
 * @param parent the table that it refers to
 * @param columns the names of its columns, and for each the name of the parent's
 */
record ForeignKey(SchemaTable.Id parent, Map<String, String> columns) {

  ForeignKey {
    columns = Map.copyOf(columns);
  }

  /**
   * Tells whether a row needs a parent that has as few values as possible: not if one of the
   * columns is empty then.
   */
  boolean binds(SchemaTable table) {
    return columns.keySet().stream().noneMatch(column -> table.column(column).empty());
  }
}
