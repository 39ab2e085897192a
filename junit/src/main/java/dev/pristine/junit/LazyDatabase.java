package dev.pristine.junit;

import dev.pristine.Pristine;
import dev.pristine.PristineException;
import dev.pristine.TestDatabase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ManagedBlocker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database that is acquired for a context when the first asks for it, and taken away once.
 * Thread-safe: waits for a database under a lock of its own, never under one of a store's.
 */
final class LazyDatabase {

  private static final Logger log = LoggerFactory.getLogger(LazyDatabase.class);

  private final ExtensionContext owner;
  private final SharedPristine shared;
  private final Function<Pristine, TestDatabase> acquisition;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable TestDatabase database;
  private volatile boolean ended;
  private long acquireNanos;

  LazyDatabase(
      ExtensionContext owner, SharedPristine shared, Function<Pristine, TestDatabase> acquisition) {
    this.owner = owner;
    this.shared = shared;
    this.acquisition = acquisition;
  }

  /** Returns the database; whoever asks first waits until there is one. */
  TestDatabase get() {
    if (database == null) {
      if (shared.somebodySpansTests()) {
        acquireWhileOthersRun();
      } else {
        acquireOnce();
      }
    }
    TestDatabase there = database;
    if (there == null) {
      throw new PristineException(
          "The test or class [%s] has ended.".formatted(HolderName.of(owner)));
    }
    return there;
  }

  /** Takes the database away, so that nobody gets it any more; empty if nobody asked for it. */
  Optional<TestDatabase> takeAway() {
    lock.lock();
    try {
      Optional<TestDatabase> there = Optional.ofNullable(database);
      database = null;
      ended = true;
      return there;
    } finally {
      lock.unlock();
    }
  }

  /** Gives the database back, if there is one, and publishes what became of it. */
  void giveBack(boolean ofFailedTest) {
    takeAway().ifPresent(leased -> giveBack(leased, ofFailedTest));
  }

  /**
   * Waits so that JUnit may start another thread meanwhile: a class that holds a database may need
   * one to end and give it back, and it may be what this one waits for.
   */
  private void acquireWhileOthersRun() {
    try {
      ForkJoinPool.managedBlock(
          new ManagedBlocker() {
            @Override
            public boolean block() {
              acquireOnce();
              return true;
            }

            @Override
            public boolean isReleasable() {
              return database != null;
            }
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PristineException(
          "Interrupted while waiting for a database for [%s].".formatted(HolderName.of(owner)), e);
    }
  }

  private void acquireOnce() {
    lock.lock();
    try {
      if (database == null && !ended) {
        long start = System.nanoTime();
        database = acquisition.apply(shared.get());
        acquireNanos = System.nanoTime() - start;
      }
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(TestDatabase leased, boolean ofFailedTest) {
    Optional<Throwable> failure = Outcome.failureOf(owner);
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("pristine.database", leased.name());
    entries.put("pristine.acquire-ms", millis(acquireNanos));
    long start = System.nanoTime();
    Optional<String> whereToLook = Optional.empty();
    if (ofFailedTest || failure.isPresent()) {
      if (shared.settings().showChanges()) {
        showChanges(leased, failure);
      }
      whereToLook = leased.closeFailed();
    } else {
      leased.close();
    }
    entries.put("pristine.release-ms", millis(System.nanoTime() - start));
    whereToLook.ifPresent(
        text -> {
          entries.put("pristine.kept", text);
          // What failed has been reported before, where it was not the context itself.
          failure.ifPresentOrElse(
              thrown -> thrown.addSuppressed(new DatabaseSetAside(text)), () -> log.warn(text));
        });
    owner.publishReportEntry(entries);
  }

  private static void showChanges(TestDatabase leased, Optional<Throwable> failure) {
    String text;
    try {
      text = "What [%s] changed:%n%s".formatted(leased.holder(), leased.changes());
    } catch (PristineException e) {
      // The test's own failure matters more.
      text = String.valueOf(e.getMessage());
    }
    String told = text;
    failure.ifPresentOrElse(
        thrown -> thrown.addSuppressed(new DatabaseChanged(told)), () -> log.warn(told));
  }

  private static String millis(long nanos) {
    return Long.toString(TimeUnit.NANOSECONDS.toMillis(nanos));
  }
}
