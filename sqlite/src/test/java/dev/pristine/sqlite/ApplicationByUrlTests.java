package dev.pristine.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.pristine.junit.PristineDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** An application that knows its database from its settings alone, and its tests. */
final class ApplicationByUrlTests {

  private static final String URL = "shop.db.url";

  @TempDir Path folder;

  /** Adds an order as the application does, and counts those that there are. */
  static int order(String number) throws SQLException {
    try (Connection connection = DriverManager.getConnection(System.getProperty(URL));
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO orders VALUES ('" + number + "')");
      try (ResultSet row = statement.executeQuery("SELECT count(*) FROM orders")) {
        return row.getInt(1);
      }
    }
  }

  @PristineDatabase(urlProperty = URL)
  static final class Shop {

    @RepeatedTest(5)
    void takesTheFirstOrder() throws SQLException {
      assertEquals(1, order("A-1"));
    }

    @Test
    void takesTwo() throws SQLException {
      order("A-1");
      assertEquals(2, order("A-2"));
    }
  }

  @Test
  void eachTestOfAnApplicationFindsOnlyItsOwnData() throws IOException {
    Path schema = folder.resolve("schema.sql");
    Files.writeString(schema, "CREATE TABLE orders (number TEXT PRIMARY KEY);");
    Map<String, String> settings =
        Map.of(
            "pristine.server",
            "jdbc:sqlite:" + folder.resolve("databases"),
            "pristine.migrations",
            "filesystem:" + schema);
    settings.forEach(System::setProperty);
    try {
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Shop.class)).build(),
              listener);
      assertThat(listener.getSummary().getFailures())
          .extracting(failure -> String.valueOf(failure.getException()))
          .isEmpty();
      assertThat(listener.getSummary().getTestsSucceededCount()).isEqualTo(6);
    } finally {
      settings.keySet().forEach(System::clearProperty);
    }
  }
}
