package dev.pristine.leases;

import java.time.Instant;

/**
 * A line of the journal.
 *
 * @param at when, by the store's clock
 * @param event {@code granted}, {@code released}, {@code revoked …}, {@code cleaning}, {@code
 *     cleaned}, {@code cleaner failed}, {@code quarantined}, {@code removed}
 * @param pool the pool's name, or {@code lock}
 * @param resource the resource's name, or the lock's
 * @param generation the lease's number
 * @param owner the process that did it; empty if nobody
 * @param test the test that it was for; empty if none
 */
public record Event(
    Instant at,
    String event,
    String pool,
    String resource,
    long generation,
    String owner,
    String test) {}
