package dev.pristine.benchmarks;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.TestDatabase;
import dev.pristine.migrations.Migrations;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database for each worker that is dropped and made anew before each test, all SQL run again. */
final class DropAndReplay implements Adapter {

  private final Pristine pristine = PristineAdapter.open(0);
  private final Schema schema;

  DropAndReplay(Setup setup) {
    this.schema = setup.schema();
  }

  @Override
  public String configuration() {
    return "DROP DATABASE, CREATE DATABASE and the schema's SQL, statement by statement, before each"
        + " test; a new connection for the SQL and one for the test";
  }

  @Override
  public Worker worker(int number) {
    return new Replayed(
        pristine.acquire(
            Migrations.callback("empty", target -> {}), Isolation.PER_WORKER, "worker " + number));
  }

  @Override
  public void close() {
    pristine.close();
  }

  private final class Replayed implements Worker {

    private final TestDatabase database;
    private final String name;
    private final DriverManagerDataSource direct;

    Replayed(TestDatabase database) {
      this.database = database;
      this.direct =
          new DriverManagerDataSource(database.jdbcUrl(), database.user(), database.password());
      this.name = database.jdbcUrl().replaceFirst("^[^?]*/([^/?]+).*$", "$1");
    }

    @Override
    public Connections begin(String test) throws Exception {
      try (Connection connection = database.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("DROP DATABASE " + name);
        statement.execute("CREATE DATABASE " + name);
      }
      HandMade.migrate(schema, direct, database.jdbcUrl(), database.user(), database.password());
      return direct::getConnection;
    }

    @Override
    public void end() {
      // It is done before the next test.
    }

    @Override
    public void close() throws SQLException {
      database.close();
    }
  }
}
