package dev.pristine.junit;

import dev.pristine.Pristine;
import dev.pristine.PristineException;
import dev.pristine.Settings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/**
 * The session on the server that all tests of this process share. Opened when the first asks, by
 * that test's thread and outside of the store's locks: others wait for it here. Thread-safe.
 */
final class SharedPristine implements StoredResource {

  /** Asks for the store of the launcher's session; JUnit 5.12 has none. */
  private static final @Nullable Method SESSION_STORE = sessionStore();

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
    return longestStore(context.getRoot())
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

  /**
   * Returns the store that is closed last. Surefire's forks run their classes one by one, each
   * under a root of its own; only the launcher's session spans them.
   */
  private static Store longestStore(ExtensionContext root) {
    if (SESSION_STORE == null) {
      return root.getStore(PristineExtension.NAMESPACE);
    }
    try {
      Object session = SESSION_STORE.getParameterTypes()[0].getField("LAUNCHER_SESSION").get(null);
      return (Store) SESSION_STORE.invoke(root, session, PristineExtension.NAMESPACE);
    } catch (IllegalAccessException | InvocationTargetException | NoSuchFieldException e) {
      throw new IllegalStateException("This version of JUnit has another StoreScope", e);
    }
  }

  private static @Nullable Method sessionStore() {
    try {
      Class<?> scope = Class.forName(ExtensionContext.class.getName() + "$StoreScope");
      return ExtensionContext.class.getMethod("getStore", scope, Namespace.class);
    } catch (ClassNotFoundException | NoSuchMethodException e) {
      return null;
    }
  }
}
