package dev.pristine.leases;

import dev.pristine.TestDatabase;
import dev.pristine.enginetests.EmptyDatabases;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Empty databases on an embedded PostgreSQL server of their own. */
final class TestServer {

  private static final EmptyDatabases DATABASES = new EmptyDatabases("leases", 60);

  private TestServer() {}

  static TestDatabase newDatabase() {
    return DATABASES.make();
  }

  static StoreContract.Place place() {
    TestDatabase database = newDatabase();
    return new StoreContract.Place() {
      @Override
      public String text() {
        return url(database);
      }

      @Override
      public void close() {
        database.close();
      }
    };
  }

  static String url(TestDatabase database) {
    return database.jdbcUrl()
        + (database.jdbcUrl().contains("?") ? "&" : "?")
        + "user="
        + URLEncoder.encode(database.user(), StandardCharsets.UTF_8)
        + "&password="
        + URLEncoder.encode(database.password(), StandardCharsets.UTF_8);
  }
}
