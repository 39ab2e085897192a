package dev.pristine.leases;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * How a resource or a lock is now.
 *
 * @param pool the pool's name, or {@code lock}
 * @param resource the resource with its attributes
 * @param state {@code free}, {@code busy}, {@code dirty}, {@code cleaning}, {@code quarantined}
 * @param process the process that holds it; empty if nobody does
 * @param test the test that it is held for; empty if none
 * @param since since when it has been so, by the store's clock
 * @param lasting for how long it has been so
 * @param generation the number of its newest lease
 */
public record Holding(
    String pool,
    Resource resource,
    String state,
    String process,
    String test,
    Instant since,
    Duration lasting,
    long generation) {

  Holding masked(Set<String> secrets) {
    return new Holding(
        pool, resource.withSecrets(secrets), state, process, test, since, lasting, generation);
  }

  /** Says it in a line. */
  @Override
  public String toString() {
    return pool
        + "/"
        + resource.name()
        + " "
        + state
        + (process.isEmpty() ? "" : " by [" + test + "] in process " + process)
        + " for "
        + lasting.toMillis() / 1000.0
        + " s (since "
        + since
        + ")";
  }
}
