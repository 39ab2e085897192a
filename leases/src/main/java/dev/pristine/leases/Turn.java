package dev.pristine.leases;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One try to get all that somebody wants, at once or in the queue. Used by one thread. */
final class Turn implements AutoCloseable {

  private final Leases leases;
  private final Keeper keeper;
  private final List<Requirement> wanted;
  private List<Requirement> resolved;
  private final String test;
  private final String owner;

  /** Under which something may be given at once. */
  private final long ticket;

  /** The place in the queue; 0 for none. */
  private long place;

  private CountDownLatch latch = new CountDownLatch(0);

  /**
   * Prepares a try.
   *
   * @param resolved what is wanted, with what the sources have of it
   */
  Turn(
      Leases leases,
      Keeper keeper,
      List<Requirement> wanted,
      List<Requirement> resolved,
      String test) {
    this.leases = leases;
    this.keeper = keeper;
    this.wanted = wanted;
    this.resolved = resolved;
    this.test = test;
    this.owner = leases.store().owner();
    this.ticket = leases.possession().newTicket();
  }

  List<Requirement> wanted() {
    return wanted;
  }

  /** Gets all that is wanted, or a place in the queue. */
  Optional<List<Grant>> attempt() {
    Applicant applicant =
        new Applicant(ticket, owner, test, leases.leaseTime().toMillis(), resolved);
    Optional<Grant> lent = leases.store().lendQuickly(applicant);
    if (lent.isPresent()) {
      return Optional.of(List.of(lent.get()));
    }
    Set<Long> own = new HashSet<>();
    Optional<List<Grant>> granted =
        leases
            .store()
            .transact(
                "acquire " + wanted,
                session -> {
                  Optional<List<Grant>> grants;
                  try (Granting granting = new Granting(session)) {
                    grants = granting.apply(applicant);
                    own.clear();
                    own.addAll(leases.announce(session, granting));
                  }
                  if (grants.isEmpty()) {
                    Shortage.refuseWhatIsNot(session, wanted, resolved);
                    takePlace(Queue.enter(session, applicant));
                  }
                  return grants;
                });
    own.forEach(keeper::served);
    return granted;
  }

  /** Is called before anybody else can know of it, and again where the store was busy. */
  private void takePlace(long inQueue) {
    dropPlace();
    place = inQueue;
    leases.possession().expect(inQueue);
    latch = keeper.expect(inQueue);
  }

  private void dropPlace() {
    keeper.forget(place);
    leases.possession().forget(place);
  }

  /** Waits; tells whether something was given, or the place was lost. */
  boolean await(long nanos) throws InterruptedException {
    return latch.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Goes on waiting, for what the sources have now. */
  void waitFor(List<Requirement> now) {
    boolean stillWaits =
        leases.change(
            "wait for what the sources have now",
            session -> {
              boolean changed = true;
              for (int i = 0; i < now.size(); i++) {
                changed &= Queue.change(session, place, i, now.get(i));
              }
              return changed;
            });
    // Otherwise something was given, out of what the sources had before.
    if (stillWaits) {
      resolved = now;
    }
  }

  List<Grant> given() {
    return leases
        .store()
        .read("see what was given", session -> Book.givenTo(session, owner, place));
  }

  /** What came of waiting: something was given, or a message tells why not. */
  private record End(List<Grant> grants, String message) {}

  /** Stops waiting. What was given at the last moment is taken all the same. */
  List<Grant> timeOut() {
    End end =
        leases.change(
            "stop waiting",
            session -> {
              List<Grant> given = Book.givenTo(session, owner, place);
              if (!given.isEmpty()) {
                return new End(given, "");
              }
              String message = Shortage.describe(session, place, wanted, test);
              Queue.leave(session, place);
              return new End(given, message);
            });
    if (end.grants().isEmpty()) {
      throw new LeaseTimeoutException(end.message());
    }
    return end.grants();
  }

  /** Stops waiting, and gives back what was given meanwhile. */
  void leave() {
    leases.change(
        "stop waiting",
        session -> {
          Queue.leave(session, place);
          for (Grant grant : Book.givenTo(session, owner, place)) {
            Book.release(session, owner, test, grant);
          }
          return true;
        });
  }

  void giveBack(List<Grant> grants) {
    if (grants.isEmpty()) {
      return;
    }
    leases.change(
        "give back what is not all",
        session -> {
          for (Grant grant : grants) {
            Book.release(session, owner, test, grant);
          }
          return true;
        });
  }

  /** Makes leases of what was given, in the order in which it was wanted. */
  List<Lease> lease(List<Grant> grants) {
    List<Lease> made = new ArrayList<>();
    boolean done = false;
    try {
      for (Grant grant : inOrder(grants, resolved)) {
        made.add(new Lease(leases, grant, Making.resource(leases, grant), test));
      }
      made.forEach(leases.possession()::add);
      done = true;
      return made;
    } finally {
      if (!done) {
        giveBack(grants);
        leases.cleaning().look();
      }
    }
  }

  /** Tells which grant is for which wish. */
  private static List<Grant> inOrder(List<Grant> grants, List<Requirement> wants) {
    if (grants.get(0).position() >= 0) {
      return grants;
    }
    List<Grant> ordered = new ArrayList<>();
    if (!assign(grants, wants, ordered)) {
      throw new LeaseException("What was given, " + grants + ", is not what was wanted: " + wants);
    }
    return ordered;
  }

  private static boolean assign(List<Grant> grants, List<Requirement> wants, List<Grant> ordered) {
    if (ordered.size() == wants.size()) {
      return true;
    }
    Requirement want = wants.get(ordered.size());
    for (Grant grant : grants) {
      boolean fits =
          want.isLock()
              ? grant.lock() && grant.resource().name().equals(want.pool())
              : grant.pool().equals(want.pool())
                  && want.accepts(grant.resource().name(), grant.resource().open());
      if (fits && !ordered.contains(grant)) {
        ordered.add(grant);
        if (assign(grants, wants, ordered)) {
          return true;
        }
        ordered.remove(ordered.size() - 1);
      }
    }
    return false;
  }

  @Override
  public void close() {
    dropPlace();
    leases.possession().forget(ticket);
  }
}
