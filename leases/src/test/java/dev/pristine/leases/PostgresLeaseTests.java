package dev.pristine.leases;

import dev.pristine.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Leases on a server. */
final class PostgresLeaseTests extends LeaseContract {

  private TestDatabase database;

  @BeforeEach
  void place() {
    database = TestServer.newDatabase();
    place = TestServer.url(database);
  }

  @AfterEach
  void drop() {
    database.close();
  }
}
