package dev.pristine.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;

/** A database for each worker that Flyway empties and migrates before each test. */
final class FlywayCleanAndMigrate implements Adapter {

  private static final int CONNECTIONS = 4;

  private final Setup setup;

  FlywayCleanAndMigrate(Setup setup) {
    this.setup = setup;
  }

  @Override
  public String configuration() {
    return "Flyway clean and migrate before each test, without validation, on pooled connections that"
        + " stay open; a database for each worker";
  }

  @Override
  public Worker worker(int number) throws SQLException {
    String name = setup.database("flyway", number);
    try (Connection maintenance = setup.server().connect("postgres");
        Statement statement = maintenance.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    HikariConfig config = new HikariConfig();
    config.setDataSource(setup.server().dataSource(name));
    config.setMaximumPoolSize(CONNECTIONS);
    return new Migrated(name, new HikariDataSource(config));
  }

  @Override
  public void close() {
    // Each worker has dropped its own.
  }

  private final class Migrated implements Worker {

    private final String name;
    private final HikariDataSource pool;
    private final Flyway flyway;

    Migrated(String name, HikariDataSource pool) {
      this.name = name;
      this.pool = pool;
      this.flyway =
          Flyway.configure()
              .dataSource(pool)
              .locations("filesystem:" + setup.schema().folder())
              .cleanDisabled(false)
              .validateOnMigrate(false)
              .load();
    }

    @Override
    public Connections begin(String test) {
      flyway.clean();
      flyway.migrate();
      return pool::getConnection;
    }

    @Override
    public void end() {
      // It is done before the next test.
    }

    @Override
    public void close() throws SQLException {
      pool.close();
      try (Connection maintenance = setup.server().connect("postgres")) {
        HandMade.drop(maintenance, name);
      }
    }
  }
}
