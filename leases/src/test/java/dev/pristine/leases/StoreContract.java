package dev.pristine.leases;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the parts of the contract have in common: a new store for each test. */
abstract class StoreContract {

  static final Duration NOW = Duration.ZERO;
  static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  /** Where the store is. */
  String place = "";

  private Place made = () -> "";

  /** Where a store can be made. */
  interface Place extends AutoCloseable {

    /** Returns what {@link Leases#open(String, Duration)} takes. */
    String text();

    @Override
    default void close() {}
  }

  /** Makes a place where there is no store yet. */
  abstract Place newPlace();

  @BeforeEach
  void makePlace() {
    made = newPlace();
    place = made.text();
  }

  @AfterEach
  void dropPlace() {
    made.close();
  }

  Leases open() {
    return Leases.open(place, Duration.ofSeconds(20));
  }

  /** Does something behind the store's back, as another language would. */
  void execute(String sql) throws SQLException {
    String url =
        place.startsWith("jdbc:")
            ? place + "&currentSchema=pristine_leases"
            : "jdbc:sqlite:" + place + "?busy_timeout=30000";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static void awaitWaiting(Leases leases, long number) {
    await()
        .atMost(LONG)
        .until(
            () ->
                leases
                        .store()
                        .read("count", session -> session.number("SELECT count(*) FROM waiter"))
                    == number);
  }
}
