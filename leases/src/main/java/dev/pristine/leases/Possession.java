package dev.pristine.leases;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/**
 * What this process knows to hold: its leases, and whatever may be given under the tickets of those
 * who ask just now. Anything else that stands in the store under its owner was given in an answer
 * that got lost, or could not be given back, and nobody here will ever do so.
 *
 * <p>A ticket is made known before the store hears of it, and forgotten only when the lease is
 * known. So whoever reads the store first, and asks here second, mistakes nothing that is just
 * being given for something forgotten. Thread-safe.
 */
final class Possession {

  private record Key(boolean lock, long id, long generation) {}

  private final AtomicLong newest = new AtomicLong();
  private final Set<Long> tickets = ConcurrentHashMap.newKeySet();
  private final Map<Key, Lease> leases = new ConcurrentHashMap<>();
  private final AtomicBoolean doubted = new AtomicBoolean();

  /** Returns a ticket for somebody who does not stand in the queue; those who do have others. */
  long newTicket() {
    long ticket = newest.decrementAndGet();
    tickets.add(ticket);
    return ticket;
  }

  /** Does something for which something may be taken under a ticket, and given back again. */
  boolean during(LongPredicate work) {
    long ticket = newTicket();
    boolean done = false;
    try {
      boolean result = work.test(ticket);
      done = true;
      return result;
    } finally {
      forget(ticket);
      if (!done) {
        doubt();
      }
    }
  }

  void expect(long ticket) {
    tickets.add(ticket);
  }

  void forget(long ticket) {
    tickets.remove(ticket);
  }

  void add(Lease lease) {
    leases.put(key(lease.grant()), lease);
  }

  void remove(Lease lease) {
    leases.remove(key(lease.grant()));
  }

  List<Lease> leases() {
    return List.copyOf(leases.values());
  }

  boolean knows(long ticket) {
    return tickets.contains(ticket);
  }

  boolean knows(boolean lock, long id, long generation, long ticket) {
    return knows(ticket) || leases.containsKey(new Key(lock, id, generation));
  }

  /** Notes that something went wrong, after which the store may hold what nobody here knows. */
  void doubt() {
    doubted.set(true);
  }

  /** Tells whether something went wrong since this was asked last. */
  boolean wasDoubted() {
    return doubted.getAndSet(false);
  }

  private static Key key(Grant grant) {
    return new Key(grant.lock(), grant.id(), grant.generation());
  }
}
