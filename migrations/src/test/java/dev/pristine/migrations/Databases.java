package dev.pristine.migrations;

import dev.pristine.Migration;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks into the databases that tests migrate. */
final class Databases {

  private Databases() {}

  /** Returns the first column of all rows, as texts. */
  static List<String> query(Migration.Target target, String sql) {
    try (Connection connection = target.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(String.valueOf(rows.getString(1)));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the names of the tables that were made, in order. */
  static List<String> tables(Migration.Target target) {
    return query(
        target,
        "SELECT table_name FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1");
  }

  /** Counts the sessions in the database beside the one that asks. */
  static int sessions(Migration.Target target) {
    return Integer.parseInt(
        query(
                target,
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
            .get(0));
  }
}
