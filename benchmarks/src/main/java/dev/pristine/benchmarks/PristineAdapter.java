package dev.pristine.benchmarks;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import org.jspecify.annotations.Nullable;

/** Pristine, by nothing but its public face: a lease for each test. */
final class PristineAdapter implements Adapter {

  static final String PROJECT = "benchmarks";

  private final Pristine pristine;
  private final Migration migration;
  private final Isolation isolation;
  private final String configuration;

  /**
   * Opens a session.
   *
   * @param clones how many copies may exist at once; 0 for Pristine's own choice
   */
  PristineAdapter(Setup setup, Isolation isolation, int clones) throws NotAvailableException {
    this.migration = setup.schema().migration();
    this.isolation = isolation;
    this.configuration =
        "Isolation.%s, a lease for each test, pristine.clones=%s"
            .formatted(isolation, clones == 0 ? "0 (the default)" : clones);
    if (isolation == Isolation.REWIND) {
      refuseUnlessRewound();
    }
    this.pristine = open(clones);
    // The template is built before anything is measured.
    pristine.acquire(migration, isolation, "warm-up").close();
  }

  /**
   * On a server that does not allow it, REWIND is CLONE; the report must not call it REWIND then.
   */
  private void refuseUnlessRewound() throws NotAvailableException {
    try (Pristine one = open(1)) {
      String first = nameOfNext(one);
      if (!nameOfNext(one).equals(first)) {
        throw new NotAvailableException(
            "this server does not allow it, so each lease gets a new copy; ./pristine grants tells what it needs");
      }
    }
  }

  private String nameOfNext(Pristine one) {
    try (TestDatabase database = one.acquire(migration, isolation, "warm-up")) {
      return database.name();
    }
  }

  static Pristine open(int clones) {
    return Pristine.open(
        Settings.builder()
            .project(PROJECT)
            .set("pristine.clones", Integer.toString(clones))
            .build());
  }

  @Override
  public String configuration() {
    return configuration;
  }

  @Override
  public Worker worker(int number) {
    return new LeasePerTest();
  }

  @Override
  public void close() {
    pristine.close();
  }

  private final class LeasePerTest implements Worker {

    private @Nullable TestDatabase database;

    @Override
    public Connections begin(String test) {
      TestDatabase acquired = pristine.acquire(migration, isolation, test);
      database = acquired;
      return acquired.dataSource()::getConnection;
    }

    @Override
    public void end() {
      close();
    }

    @Override
    public void close() {
      if (database != null) {
        database.close();
        database = null;
      }
    }
  }
}
