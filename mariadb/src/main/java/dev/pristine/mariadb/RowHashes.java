package dev.pristine.mariadb;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sums over the rows of tables, where the server's own ({@code CHECKSUM TABLE}) are no good: those
 * of MySQL differ for the same rows if there is JSON among them.
 */
final class RowHashes {

  /** As texts they are rounded. */
  private static final Set<String> ROUNDED = Set.of("float", "double");

  private RowHashes() {}

  static List<String> read(Statement statement, String place, List<String> tables)
      throws SQLException {
    Map<String, List<String>> columns = new HashMap<>();
    Sessions.query(
        statement,
        "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = %s ORDER BY table_name, ordinal_position"
            .formatted(Sql.literal(place)),
        row ->
            columns
                .computeIfAbsent(row.getString(1), name -> new ArrayList<>())
                .add(text(Sql.identifier(row.getString(2)), row.getString(3))));
    List<String> questions = new ArrayList<>();
    for (String table : tables) {
      List<String> texts = columns.get(table);
      questions.add(
          texts == null
              ? "SELECT 'missing'"
              : "SELECT concat(count(*), ' ', coalesce(sum(conv(left(md5(concat_ws(',', %s)), 15), 16, 10)), 0)) FROM %s"
                  .formatted(
                      texts.stream().collect(Collectors.joining(", ")),
                      Sql.identifier(place, table)));
    }
    return Sessions.queryEach(statement, questions, row -> row.getString(1));
  }

  private static String text(String column, String type) {
    String value = ROUNDED.contains(type) ? column + " + 0e0" : column;
    return "coalesce(hex(CAST(%s AS BINARY)), 'N')".formatted(value);
  }
}
