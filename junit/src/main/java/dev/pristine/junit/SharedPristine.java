package dev.pristine.junit;

import dev.pristine.Pristine;
import dev.pristine.PristineException;
import dev.pristine.Settings;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The session on the server that all tests of this process share. Opened when the first asks, by
 * that test's thread and outside of the store's locks: others wait for it here. Thread-safe.
 */
final class SharedPristine implements StoredResource {

  private final Settings settings;
  private final AtomicInteger spanning = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Pristine pristine;
  private @Nullable RuntimeException failure;
  private boolean closed;

  private SharedPristine(Settings settings) {
    this.settings = settings;
  }

  /** Returns the one of this run's settings, which are read once in a run. */
  static SharedPristine of(ExtensionContext context) {
    Settings settings =
        context
            .getRoot()
            .getStore(PristineExtension.NAMESPACE)
            .getOrComputeIfAbsent(Settings.class, key -> Settings.load(), Settings.class);
    return LongestStore.of(context, PristineExtension.NAMESPACE)
        .getOrComputeIfAbsent(
            settings.toString(), key -> new SharedPristine(settings), SharedPristine.class);
  }

  Settings settings() {
    return settings;
  }

  /** Counts the databases that are held while tests begin and end. */
  void spanTests(int more) {
    spanning.addAndGet(more);
  }

  boolean somebodySpansTests() {
    return spanning.get() > 0;
  }

  /**
   * Opens the session, if that has not been tried.
   *
   * @throws PristineException if it cannot be opened; the same each time, so that a thousand tests
   *     do not wait a thousand times for a server that is not there
   */
  Pristine get() {
    lock.lock();
    try {
      if (closed) {
        throw new PristineException("The test run has ended, and Pristine with it.");
      }
      if (failure != null) {
        throw failure;
      }
      if (pristine == null) {
        pristine = open();
      }
      return pristine;
    } finally {
      lock.unlock();
    }
  }

  private Pristine open() {
    try {
      return Pristine.open(settings);
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (pristine != null) {
        pristine.close();
        pristine = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
