package dev.pristine.leases;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The way from a wish to leases: ask the sources, try, wait in the queue, make what is made. */
final class Acquiring {

  /** How often sources are asked again while their resources are waited for. */
  private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Beyond this a time does not fit into nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private final Leases leases;
  private final Keeper keeper;

  Acquiring(Leases leases, Keeper keeper) {
    this.leases = leases;
    this.keeper = keeper;
  }

  private record Try(@Nullable List<Grant> grants, long ticket, CountDownLatch latch) {}

  List<Lease> acquire(List<Requirement> wanted, Duration patience, String test) {
    if (wanted.isEmpty()) {
      throw new LeaseException("Nothing is wanted: say what to acquire.");
    }
    long end = System.nanoTime() + (patience.compareTo(LONGEST) > 0 ? LONGEST : patience).toNanos();
    while (true) {
      List<Requirement> resolved = resolve(wanted);
      Try tried = attempt(wanted, resolved, test);
      List<Grant> grants = tried.grants();
      if (grants == null) {
        grants = await(tried, wanted, resolved, end, test);
      }
      // Somebody who was paused may have lost his place, and what he was given: he comes again.
      if (grants.size() == wanted.size()) {
        return lease(inOrder(grants, resolved), test);
      }
      if (!grants.isEmpty()) {
        giveBack(grants, test);
      }
    }
  }

  private List<Requirement> resolve(List<Requirement> wanted) {
    List<Requirement> resolved = new ArrayList<>();
    for (Requirement want : wanted) {
      Pool pool = want.isLock() ? null : leases.pool(want.pool());
      resolved.add(pool == null ? want : ask(pool, want));
    }
    return resolved;
  }

  private Requirement ask(Pool pool, Requirement want) {
    List<Resource> candidates;
    try {
      candidates = pool.source().candidates(want);
    } catch (LeaseException e) {
      throw e;
    } catch (Exception e) {
      throw new LeaseException(
          "The source of the pool [" + pool.name() + "] failed: " + e.getMessage(), e);
    }
    Map<String, String> left = new HashMap<>(want.attributes());
    left.keySet().removeAll(pool.source().matched());
    List<Resource> fitting =
        candidates.stream()
            .filter(
                each ->
                    left.entrySet().stream()
                        .allMatch(
                            wish ->
                                each.attribute(wish.getKey())
                                    .filter(wish.getValue()::equals)
                                    .isPresent()))
            .map(each -> each.withSecrets(pool.secrets()))
            .toList();
    if (!(pool.source() instanceof FixedSource)) {
      leases
          .store()
          .transact(
              "note what the source of [" + pool.name() + "] has",
              session -> {
                Book.stock(session, pool.name(), fitting);
                return true;
              });
    }
    return want.only(fitting.stream().map(Resource::name).toList());
  }

  private Try attempt(List<Requirement> wanted, List<Requirement> resolved, String test) {
    Set<Long> own = new HashSet<>();
    Try tried =
        leases
            .store()
            .transact(
                "acquire " + wanted,
                session -> {
                  Applicant applicant =
                      new Applicant(
                          0, leases.store().owner(), test, leases.leaseTime().toMillis(), resolved);
                  Optional<List<Grant>> grants;
                  try (Granting granting = new Granting(session)) {
                    grants = granting.apply(applicant);
                    own.clear();
                    own.addAll(leases.announce(session, granting));
                  }
                  if (grants.isPresent()) {
                    return new Try(grants.get(), 0, new CountDownLatch(0));
                  }
                  Shortage.refuseWhatIsNot(session, wanted, resolved);
                  long ticket = Queue.enter(session, applicant);
                  return new Try(null, ticket, keeper.expect(ticket));
                });
    own.forEach(keeper::served);
    return tried;
  }

  private List<Grant> await(
      Try tried, List<Requirement> wanted, List<Requirement> resolved, long end, String test) {
    boolean asksAgain = asksAgain(wanted);
    boolean done = false;
    try {
      while (!done) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return timeOut(tried.ticket(), wanted, test);
        }
        done = tried.latch().await(Math.min(left, ASK_AGAIN_NANOS), TimeUnit.NANOSECONDS);
        if (!done) {
          leases.requireOpen();
        }
        if (!done && asksAgain) {
          askAgain(tried.ticket(), wanted, resolved);
        }
      }
      return given(tried.ticket());
    } catch (InterruptedException e) {
      leave(tried.ticket(), test);
      Thread.currentThread().interrupt();
      throw new LeaseException("Interrupted while waiting for " + wanted + ".", e);
    } catch (LeaseTimeoutException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // Or the place would be kept in the queue, and be given what nobody takes.
      try {
        leave(tried.ticket(), test);
      } catch (RuntimeException unable) {
        e.addSuppressed(unable);
      }
      throw e;
    } finally {
      keeper.forget(tried.ticket());
    }
  }

  private boolean asksAgain(List<Requirement> wanted) {
    for (Requirement want : wanted) {
      Pool pool = want.isLock() ? null : leases.pool(want.pool());
      if (pool != null && !(pool.source() instanceof FixedSource)) {
        return true;
      }
    }
    return false;
  }

  private void askAgain(long ticket, List<Requirement> wanted, List<Requirement> resolved) {
    List<Requirement> now = resolve(wanted);
    leases.change(
        "wait for what the sources have now",
        session -> {
          for (int i = 0; i < now.size(); i++) {
            Queue.change(session, ticket, i, now.get(i));
          }
          return true;
        });
    for (int i = 0; i < now.size(); i++) {
      resolved.set(i, now.get(i));
    }
  }

  private List<Grant> given(long ticket) {
    String owner = leases.store().owner();
    return leases
        .store()
        .read("see what was given", session -> Book.givenTo(session, owner, ticket));
  }

  /** Stops waiting. What was given at the last moment is taken all the same. */
  private List<Grant> timeOut(long ticket, List<Requirement> wanted, String test) {
    String owner = leases.store().owner();
    End end =
        leases.change(
            "stop waiting",
            session -> {
              List<Grant> given = Book.givenTo(session, owner, ticket);
              if (!given.isEmpty()) {
                return new End(given, "");
              }
              String message = Shortage.describe(session, ticket, wanted, test);
              Queue.leave(session, ticket);
              return new End(given, message);
            });
    if (end.grants().isEmpty()) {
      throw new LeaseTimeoutException(end.message());
    }
    return end.grants();
  }

  /** What came of waiting: something was given, or a message tells why not. */
  private record End(List<Grant> grants, String message) {}

  private void leave(long ticket, String test) {
    String owner = leases.store().owner();
    leases.change(
        "stop waiting",
        session -> {
          Queue.leave(session, ticket);
          for (Grant grant : Book.givenTo(session, owner, ticket)) {
            Book.release(session, owner, test, grant);
          }
          return true;
        });
  }

  private void giveBack(List<Grant> grants, String test) {
    leases.change(
        "give back what is not all",
        session -> {
          for (Grant grant : grants) {
            Book.release(session, leases.store().owner(), test, grant);
          }
          return true;
        });
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

  private List<Lease> lease(List<Grant> grants, String test) {
    List<Lease> made = new ArrayList<>();
    boolean done = false;
    try {
      for (Grant grant : grants) {
        made.add(new Lease(leases, grant, Making.resource(leases, grant), test));
      }
      done = true;
      return made;
    } finally {
      if (!done) {
        giveBack(grants, test);
        leases.cleaning().look();
      }
    }
  }
}
