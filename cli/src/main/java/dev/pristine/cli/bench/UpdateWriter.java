package dev.pristine.cli.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes rows that are there already, as they are.
 *
 * @param table the table
 * @param key the columns of its primary key
 * @param rows the values of those columns, for each row
 */
record UpdateWriter(SchemaTable table, List<Column> key, List<List<Object>> rows)
    implements Writer {

  UpdateWriter {
    key = List.copyOf(key);
    rows = List.copyOf(rows);
  }

  @Override
  public boolean inserts() {
    return false;
  }

  @Override
  public void write(Connection connection, int number, Numbers numbers) throws SQLException {
    String first = key.get(0).name();
    String sql =
        "UPDATE %s SET %s = %s WHERE %s"
            .formatted(
                table.name(),
                first,
                first,
                key.stream()
                    .map(column -> column.name() + " = ?")
                    .collect(Collectors.joining(" AND ")));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (List<Object> row : rows.subList(0, Math.min(number, rows.size()))) {
        for (int i = 0; i < row.size(); i++) {
          statement.setObject(i + 1, row.get(i));
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
