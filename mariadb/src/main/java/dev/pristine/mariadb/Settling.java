package dev.pristine.mariadb;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Readies a migrated schema for being copied, when nobody is in it any more. */
final class Settling {

  private Settling() {}

  /** Brings to rest what is still in motion, before it is read how the schema is copied. */
  static void settle(Statement statement, String place) throws SQLException {
    for (String sequence :
        Sessions.query(
            statement,
            "SELECT table_name FROM information_schema.tables WHERE table_type = 'SEQUENCE' AND table_schema = "
                + Sql.literal(place),
            row -> row.getString(1))) {
      SequencePosition.settle(statement, place, sequence);
    }
    writeCounters(statement, place);
  }

  /**
   * InnoDB keeps in its files only which numbers have rows, so that a counter that runs ahead of
   * them, as {@code INSERT … SELECT} leaves it, would be another after a restart. Setting it writes
   * it down. MySQL is no different: 8.0.33 remembers numbers that were rolled back, but not those
   * that were reserved ahead.
   */
  private static void writeCounters(Statement statement, String place) throws SQLException {
    List<String> settings =
        Sessions.query(
            statement,
            "SELECT table_name, auto_increment FROM information_schema.tables WHERE engine = 'InnoDB' AND auto_increment > 1 AND table_schema = "
                + Sql.literal(place),
            row ->
                "ALTER TABLE %s AUTO_INCREMENT = %s"
                    .formatted(Sql.identifier(place, row.getString(1)), row.getString(2)));
    if (!settings.isEmpty()) {
      statement.execute(String.join("; ", settings));
    }
  }

  /** Lets no event run in a template; in copies they run as the migration said. */
  static void quieten(Statement statement, String place) throws SQLException {
    for (String event :
        Sessions.query(
            statement,
            "SELECT event_name FROM information_schema.events WHERE status = 'ENABLED' AND event_schema = "
                + Sql.literal(place),
            row -> row.getString(1))) {
      statement.execute("ALTER EVENT %s DISABLE".formatted(Sql.identifier(place, event)));
    }
  }
}
