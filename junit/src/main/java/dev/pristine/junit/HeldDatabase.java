package dev.pristine.junit;

import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
  private @Nullable TestDatabase database;
  private long acquireNanos;
  private volatile boolean failed;

  /** A key that nobody finds in the stores of inner contexts, where another database may be. */
  private record Key(String context) {
    static Key of(ExtensionContext owner) {
      return new Key(owner.getUniqueId());
    }
  }

  private HeldDatabase(ExtensionContext owner, DatabaseRequest request) {
    this.owner = owner;
    this.request = request;
    this.shared = SharedPristine.of(owner);
  }

  /** Returns the one of a context, which is made if there is none. Asks for no database yet. */
  static HeldDatabase of(ExtensionContext owner, DatabaseRequest request) {
    return owner
        .getStore(PristineExtension.NAMESPACE)
        .getOrComputeIfAbsent(
            Key.of(owner), key -> new HeldDatabase(owner, request), HeldDatabase.class);
  }

  /** Returns the one of a context, if anybody made it. */
  static Optional<HeldDatabase> existing(ExtensionContext owner) {
    return Optional.ofNullable(
        owner.getStore(PristineExtension.NAMESPACE).get(Key.of(owner), HeldDatabase.class));
  }

  /** Returns the database; whoever asks first waits until there is one. */
  TestDatabase get() {
    lock.lock();
    try {
      if (database == null) {
        database = acquire();
      }
      return database;
    } finally {
      lock.unlock();
    }
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
    lock.lock();
    try {
      if (database != null) {
        release(database);
        database = null;
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
