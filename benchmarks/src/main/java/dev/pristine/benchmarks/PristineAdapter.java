package dev.pristine.benchmarks;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.PristineException;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import java.util.Objects;
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
    this.pristine = open(clones);
    try {
      // The template is built, or the isolation refused, before anything is measured.
      pristine.acquire(migration, isolation, "warm-up").close();
    } catch (PristineException e) {
      pristine.close();
      throw unavailable(e);
    }
  }

  static Pristine open(int clones) {
    return Pristine.open(
        Settings.builder()
            .project(PROJECT)
            .set("pristine.clones", Integer.toString(clones))
            .build());
  }

  private static NotAvailableException unavailable(PristineException e) {
    String message = Objects.requireNonNullElse(e.getMessage(), "");
    if (message.contains("is not available")) {
      return new NotAvailableException(message);
    }
    throw e;
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
