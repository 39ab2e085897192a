package dev.pristine.junit;

import dev.pristine.leases.Lease;
import dev.pristine.leases.LeaseException;
import dev.pristine.leases.Leases;
import dev.pristine.leases.Requirement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease store as all tests of this process use it. Opened when the first asks, and anew when
 * its session was lost; others wait for that here, outside of the locks of JUnit's stores.
 * Thread-safe.
 */
final class SharedLeases implements StoredResource {

  private static final Logger log = LoggerFactory.getLogger(SharedLeases.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final ProvidedPools pools = new ProvidedPools();
  private final Set<Class<? extends PoolProvider>> defined = new HashSet<>();
  private final List<Leases> lost = new ArrayList<>();
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
   * @throws LeaseException if it cannot be had; where the store could not be opened, or a provider
   *     failed, the same each time
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
      } else if (there.isLost()) {
        there = openAnew(there);
      }
      for (Class<? extends PoolProvider> provider : providers) {
        if (!defined.contains(provider)) {
          pools.of(provider).forEach(there::define);
          defined.add(provider);
        }
      }
      return there;
    } finally {
      lock.unlock();
    }
  }

  private Leases open() {
    try {
      Leases opened = Leases.open();
      leases = opened;
      return opened;
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  /** Opens others; a server that is not up again yet may be so for the next test. */
  private Leases openAnew(Leases before) {
    Leases opened = Leases.open();
    // Not closed yet: tests that still hold something of it are to learn that they lost it.
    lost.add(before);
    defined.clear();
    leases = opened;
    return opened;
  }

  /** Closes the store, if it was opened: what is cleaned now has been cleaned then. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      lost.forEach(SharedLeases::closeLost);
      lost.clear();
      if (leases != null) {
        leases.close();
        leases = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private static void closeLost(Leases leases) {
    try {
      leases.close();
    } catch (RuntimeException e) {
      log.debug("Could not end what had been lost before", e);
    }
  }
}
