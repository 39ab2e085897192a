package dev.pristine.junit;

import dev.pristine.Pristine;
import dev.pristine.PristineException;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ManagedBlocker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of one context, from the moment that somebody asks for it until the context ends.
 * Stands in that context's store. Thread-safe: waits for a database under a lock of its own, never
 * under one of the store's.
 */
final class HeldDatabase implements StoredResource {

  private static final Logger log = LoggerFactory.getLogger(HeldDatabase.class);

  private final ExtensionContext owner;
  private final DatabaseRequest request;
  private final SharedPristine shared;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable TestDatabase database;
  private long acquireNanos;
  private volatile boolean failed;

  /** A key that nobody finds in the stores of inner contexts, where another database may be. */
  private record Key(String context) {
    static Key of(ExtensionContext owner) {
      return new Key(owner.getUniqueId());
    }
  }

  private HeldDatabase(ExtensionContext owner, DatabaseRequest request, SharedPristine shared) {
    this.owner = owner;
    this.request = request;
    this.shared = shared;
    if (request.spansTests(owner)) {
      shared.spanTests(1);
    }
  }

  /** Returns the one of a context, which is made if there is none. Asks for no database yet. */
  static HeldDatabase of(ExtensionContext owner, DatabaseRequest request) {
    SharedPristine shared = SharedPristine.of(owner);
    return owner
        .getStore(PristineExtension.NAMESPACE)
        .getOrComputeIfAbsent(
            Key.of(owner), key -> new HeldDatabase(owner, request, shared), HeldDatabase.class);
  }

  /** Returns the one of a context, if anybody made it. */
  static Optional<HeldDatabase> existing(ExtensionContext owner) {
    return Optional.ofNullable(
        owner.getStore(PristineExtension.NAMESPACE).get(Key.of(owner), HeldDatabase.class));
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

  /** Notes that a test failed which is not the context's own. */
  void failed() {
    failed = true;
  }

  Optional<String> urlProperty() {
    return request.urlProperty(shared.settings());
  }

  /** Gives the database back, as that of a failed test if it failed. */
  @Override
  public void close() {
    if (request.spansTests(owner)) {
      shared.spanTests(-1);
    }
    lock.lock();
    try {
      TestDatabase leased = database;
      database = null;
      if (leased != null) {
        release(leased);
      }
    } finally {
      lock.unlock();
    }
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
      if (database == null) {
        database = acquire();
      }
    } finally {
      lock.unlock();
    }
  }

  private TestDatabase acquire() {
    long start = System.nanoTime();
    Settings settings = shared.settings();
    Pristine pristine = shared.get();
    TestDatabase acquired =
        pristine.acquire(
            request.migration(owner, settings), request.isolation(settings), HolderName.of(owner));
    acquireNanos = System.nanoTime() - start;
    return acquired;
  }

  private void release(TestDatabase leased) {
    Optional<Throwable> failure = Outcome.failureOf(owner);
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("pristine.database", leased.name());
    entries.put("pristine.acquire-ms", millis(acquireNanos));
    long start = System.nanoTime();
    Optional<String> whereToLook = Optional.empty();
    if (failed || failure.isPresent()) {
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

  private static String millis(long nanos) {
    return Long.toString(TimeUnit.NANOSECONDS.toMillis(nanos));
  }
}
