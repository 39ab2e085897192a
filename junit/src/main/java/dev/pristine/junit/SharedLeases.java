package dev.pristine.junit;

import dev.pristine.leases.Lease;
import dev.pristine.leases.LeaseException;
import dev.pristine.leases.Leases;
import dev.pristine.leases.Pool;
import dev.pristine.leases.Requirement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * The lease store as all tests of this process use it. Opened when the first asks; others wait for
 * that here, outside of the locks of JUnit's stores. Thread-safe.
 */
final class SharedLeases implements StoredResource {

  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Class<? extends PoolProvider>> asked = new HashSet<>();
  private final Map<String, Class<? extends PoolProvider>> definedBy = new HashMap<>();
  private @Nullable Leases leases;
  private @Nullable RuntimeException failure;
  private boolean closed;

  static SharedLeases of(ExtensionContext context) {
    return LongestStore.of(context, LeaseExtension.NAMESPACE)
        .getOrComputeIfAbsent(SharedLeases.class, key -> new SharedLeases(), SharedLeases.class);
  }

  /**
   * Acquires for a test or class.
   *
   * @throws LeaseException if it cannot be had; where the store could not be opened, the same each
   *     time
   */
  List<Lease> acquire(
      Set<Class<? extends PoolProvider>> providers,
      List<Requirement> wanted,
      Duration patience,
      String holder) {
    return open(providers).acquireAll(wanted, patience, holder);
  }

  private Leases open(Set<Class<? extends PoolProvider>> providers) {
    lock.lock();
    try {
      if (closed) {
        throw new LeaseException("The test run has ended, and its leases with it.");
      }
      if (failure != null) {
        throw failure;
      }
      Leases there = leases;
      if (there == null) {
        there = open();
        leases = there;
      }
      for (Class<? extends PoolProvider> provider : providers) {
        if (!asked.contains(provider)) {
          define(provider, there);
          asked.add(provider);
        }
      }
      return there;
    } finally {
      lock.unlock();
    }
  }

  private Leases open() {
    try {
      return Leases.open();
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  private void define(Class<? extends PoolProvider> provider, Leases there) {
    List<Pool> pools;
    try {
      pools = ReflectionSupport.newInstance(provider).pools();
    } catch (LeaseException e) {
      throw e;
    } catch (Exception e) {
      throw new LeaseException(
          "[%s] could not define its pools: %s".formatted(HolderName.of(provider), e), e);
    }
    for (Pool pool : pools) {
      Class<? extends PoolProvider> other = definedBy.putIfAbsent(pool.name(), provider);
      if (other != null && other != provider) {
        throw LeaseRefusal.definedTwice(pool.name(), other, provider);
      }
      there.define(pool);
    }
  }

  /** Closes the store, if it was opened: what is cleaned now has been cleaned then. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (leases != null) {
        leases.close();
        leases = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
