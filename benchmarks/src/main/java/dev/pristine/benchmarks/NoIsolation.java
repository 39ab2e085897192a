package dev.pristine.benchmarks;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.TestDatabase;

/**
 * No isolation, which is the zero: all workers of a process share one database, their connections
 * stay open, and nothing is done before or after a test.
 */
final class NoIsolation implements Adapter {

  private final Pristine pristine = PristineAdapter.open(0);
  private final Migration migration;

  NoIsolation(Setup setup) {
    this.migration = setup.schema().migration();
  }

  @Override
  public String configuration() {
    return "Isolation.NONE, one lease for all tests of a worker, pooled connections";
  }

  @Override
  public Worker worker(int number) {
    return new LeaseForAll(pristine.acquire(migration, Isolation.NONE, "worker " + number));
  }

  @Override
  public void close() {
    pristine.close();
  }

  private record LeaseForAll(TestDatabase database) implements Worker {

    @Override
    public Connections begin(String test) {
      return database.dataSource()::getConnection;
    }

    @Override
    public void end() {
      // Nothing is done: this is what the others are compared with.
    }

    @Override
    public void close() {
      database.close();
    }
  }
}
