package dev.pristine.benchmarks;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.TestDatabase;
import dev.pristine.benchmarks.DatabasePerWorker.Cleaning;
import dev.pristine.benchmarks.DatabasePerWorker.Turn;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What {@link DatabasePerWorker} is on PostgreSQL, for any engine: the database of each worker is a
 * lease that is never reset, so that nobody has to make it by hand.
 */
final class CleanedLease implements Adapter {

  private final Pristine pristine = PristineAdapter.open(0);
  private final Schema schema;
  private final Migration migration;
  private final String configuration;
  private final Cleaning cleaning;

  CleanedLease(Setup setup, String configuration, Cleaning cleaning) {
    this.schema = setup.schema();
    this.migration = setup.schema().migration();
    this.configuration = configuration;
    this.cleaning = cleaning;
  }

  @Override
  public String configuration() {
    return configuration + "; a database and a connection that stays open for each worker";
  }

  @Override
  public Worker worker(int number) throws SQLException {
    TestDatabase database = pristine.acquire(migration, Isolation.PER_WORKER, "worker " + number);
    try (Statement statement = database.dataSource().getConnection().createStatement()) {
      Turn turn = cleaning.prepare(statement, schema);
      return new CleanedWorker(
          new KeptConnection(statement.getConnection(), turn.commits()), turn, database::close);
    }
  }

  @Override
  public void close() {
    pristine.close();
  }
}
