package dev.pristine.benchmarks;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.TestDatabase;
import dev.pristine.migrations.Migrations;
import org.flywaydb.core.Flyway;

/**
 * What {@link FlywayCleanAndMigrate} is on PostgreSQL, for any engine, on a lease for each worker.
 */
final class FlywayOnLease implements Adapter {

  private final Pristine pristine = PristineAdapter.open(0);
  private final Schema schema;

  FlywayOnLease(Setup setup) {
    this.schema = setup.schema();
  }

  @Override
  public String configuration() {
    return "Flyway clean and migrate before each test, without validation, on pooled connections that"
        + " stay open; a database for each worker";
  }

  @Override
  public Worker worker(int number) {
    return new Migrated(
        pristine.acquire(
            Migrations.callback("empty", target -> {}), Isolation.PER_WORKER, "worker " + number));
  }

  @Override
  public void close() {
    pristine.close();
  }

  private final class Migrated implements Worker {

    private final TestDatabase database;
    private final Flyway flyway;

    Migrated(TestDatabase database) {
      this.database = database;
      this.flyway =
          Flyway.configure()
              .dataSource(database.dataSource())
              .locations("filesystem:" + schema.folder())
              .cleanDisabled(false)
              .validateOnMigrate(false)
              .load();
    }

    @Override
    public Connections begin(String test) {
      flyway.clean();
      flyway.migrate();
      return database.dataSource()::getConnection;
    }

    @Override
    public void end() {
      // It is done before the next test.
    }

    @Override
    public void close() {
      database.close();
    }
  }
}
