package dev.pristine.benchmarks;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A new process that opens a session and acquires one database, and tells how long that took. */
final class FirstDatabase {

  static final String ANSWER = "first:answer";

  private static final Logger log = LoggerFactory.getLogger(FirstDatabase.class);

  private FirstDatabase() {}

  /**
   * How long it took, in milliseconds from before {@code Pristine.open}.
   *
   * @param opened until the session was open
   * @param acquired until there was a database
   * @param answered until it had answered a query
   */
  record Times(double opened, double acquired, double answered) {}

  /** Measures once; the arguments are the schema and the isolation. */
  public static void main(String[] arguments) {
    System.exit(succeeds(arguments) ? 0 : 1);
  }

  private static boolean succeeds(String[] arguments) {
    try {
      Schema schema = Json.read(arguments[0], Schema.class);
      Times times = measure(schema, Isolation.valueOf(arguments[1]));
      System.out.println(ANSWER + " " + Json.line(times));
      return true;
    } catch (SQLException | RuntimeException e) {
      log.error("Cannot measure", e);
      return false;
    }
  }

  private static Times measure(Schema schema, Isolation isolation) throws SQLException {
    long start = System.nanoTime();
    try (Pristine pristine = PristineAdapter.open(0)) {
      double opened = millisSince(start);
      try (TestDatabase database =
          pristine.acquire(schema.migration(), isolation, "the first test")) {
        double acquired = millisSince(start);
        try (Connection connection = database.dataSource().getConnection();
            Statement statement = connection.createStatement()) {
          statement.executeQuery("SELECT 1").close();
        }
        return new Times(opened, acquired, millisSince(start));
      }
    }
  }

  private static double millisSince(long start) {
    return Statistics.millis((double) (System.nanoTime() - start));
  }
}
