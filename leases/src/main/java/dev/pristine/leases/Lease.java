package dev.pristine.leases;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A resource or a lock, held by this process alone (or together with others, if it is a shared
 * lock) until it is closed. It renews itself while this process lives. Thread-safe.
 *
 * <p>A process that is paused for longer than the lease time loses its leases; when it goes on,
 * whatever it asks of the lease fails with {@link LeaseLostException}. What it does with the
 * resource itself can be refused only by the resource: give it the {@link #generation()} with each
 * write, and let it refuse a number smaller than the greatest that it has seen.
 */
public final class Lease implements AutoCloseable {

  private final Leases leases;
  private final Grant grant;
  private final Resource resource;
  private final String test;
  private final AtomicBoolean closed = new AtomicBoolean();

  Lease(Leases leases, Grant grant, Resource resource, String test) {
    this.leases = leases;
    this.grant = grant;
    this.resource = resource;
    this.test = test;
  }

  /**
   * Returns what is held.
   *
   * @throws LeaseLostException if it is no longer held
   */
  public Resource resource() {
    check();
    return resource;
  }

  /** Returns the number of this lease: greater than that of each earlier one of the resource. */
  public long generation() {
    return grant.generation();
  }

  /**
   * Asks the store whether this is still held.
   *
   * @throws LeaseLostException if not
   */
  public void check() {
    if (closed.get() || !leases.tenure().holds(grant)) {
      throw lost();
    }
  }

  /**
   * Holds it for the lease time from now, or longer; happens by itself while the process lives.
   *
   * @throws LeaseLostException if it is no longer held
   */
  public void renew(Duration time) {
    if (closed.get() || !leases.tenure().renew(grant, time)) {
      throw lost();
    }
  }

  /**
   * Gives it back; does nothing the second time. Where the resource has a cleaner, it is cleaned in
   * the background before anybody else gets it.
   *
   * @throws LeaseLostException if it was lost before
   * @throws LeaseException if the store cannot be used; it is given back in the background then, as
   *     soon as that can be done
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (!leases.tenure().giveBack(this)) {
      throw lost();
    }
  }

  Grant grant() {
    return grant;
  }

  String test() {
    return test;
  }

  private LeaseLostException lost() {
    return new LeaseLostException(
        (grant.lock() ? "The lock [" : "The lease of [" + grant.pool() + "/")
            + grant.resource().name()
            + "], generation "
            + grant.generation()
            + ", for ["
            + test
            + "] is "
            + (closed.get() && leases.isOpen() ? "over" : "lost")
            + ". It was closed, or taken back: by force, or because this process did not renew it"
            + " within "
            + leases.leaseTime().toMillis() / 1000.0
            + " s. The history tells which.");
  }

  /** Names it, without secrets. */
  @Override
  public String toString() {
    return grant.pool() + "/" + resource + ", generation " + grant.generation();
  }
}
