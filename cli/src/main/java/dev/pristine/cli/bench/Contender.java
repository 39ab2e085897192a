package dev.pristine.cli.bench;

import dev.pristine.Isolation;
import java.util.Locale;

/** A way to keep tests apart. */
public enum Contender {
  /** A database that is never brought back to its state: what a test itself costs. */
  NONE(Isolation.PER_WORKER),

  /** {@link Isolation#REWIND}. */
  REWIND(Isolation.REWIND),

  /** {@link Isolation#CLONE}. */
  CLONE(Isolation.CLONE),

  /** One transaction around each test, which never commits. */
  ROLLBACK(Isolation.PER_WORKER),

  /** Tests commit, and afterwards all tables are emptied. */
  TRUNCATE_ALL(Isolation.PER_WORKER),

  /** Where databases are files: each test gets a copy of one, made and removed by hand. */
  COPY_FILE(Isolation.PER_WORKER);

  private final Isolation isolation;

  Contender(Isolation isolation) {
    this.isolation = isolation;
  }

  /** Returns how the database is leased. */
  Isolation isolation() {
    return isolation;
  }

  /** Tells whether each test has a lease of its own, and not each worker. */
  boolean leasesPerTest() {
    return isolation != Isolation.PER_WORKER;
  }

  /** Tells whether tests may commit, over as many connections as they like. */
  public boolean allowsCommits() {
    return this != ROLLBACK;
  }

  static Contender named(String spelled) {
    return valueOf(spelled.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Spells it for people and machines. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
