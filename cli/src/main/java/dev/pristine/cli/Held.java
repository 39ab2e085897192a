package dev.pristine.cli;

import dev.pristine.leases.Lease;
import dev.pristine.leases.Resource;

/**
 * What is leased for a command.
 *
 * @param pool the pool, or {@code lock}
 */
record Held(String pool, Resource resource, long generation) {

  static Held of(String pool, Lease lease) {
    return new Held(pool, lease.resource(), lease.generation());
  }
}
