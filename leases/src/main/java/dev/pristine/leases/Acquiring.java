package dev.pristine.leases;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

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

  List<Lease> acquire(List<Requirement> wanted, Duration patience, String test) {
    if (wanted.isEmpty()) {
      throw new LeaseException("Nothing is wanted: say what to acquire.");
    }
    long end = System.nanoTime() + (patience.compareTo(LONGEST) > 0 ? LONGEST : patience).toNanos();
    while (true) {
      try (Turn turn = new Turn(leases, keeper, wanted, resolve(wanted), test)) {
        List<Grant> grants = turn.attempt().orElseGet(() -> await(turn, end));
        // Somebody who was paused may have lost his place, and what he was given: he comes again.
        if (grants.size() == wanted.size()) {
          return turn.lease(grants);
        }
        turn.giveBack(grants);
      } catch (LeaseTimeoutException e) {
        throw e;
      } catch (RuntimeException | Error e) {
        // Something may have been given all the same.
        leases.possession().doubt();
        throw e;
      }
    }
  }

  private List<Grant> await(Turn turn, long end) {
    boolean asksAgain = asksAgain(turn.wanted());
    boolean done = false;
    try {
      while (!done) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return turn.timeOut();
        }
        done = turn.await(Math.min(left, ASK_AGAIN_NANOS));
        if (!done) {
          leases.requireOpen();
        }
        if (!done && asksAgain) {
          turn.waitFor(resolve(turn.wanted()));
        }
      }
      return turn.given();
    } catch (InterruptedException e) {
      turn.leave();
      Thread.currentThread().interrupt();
      throw new LeaseException("Interrupted while waiting for " + turn.wanted() + ".", e);
    } catch (LeaseTimeoutException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // Or the place would be kept in the queue, and be given what nobody takes.
      try {
        turn.leave();
      } catch (RuntimeException unable) {
        e.addSuppressed(unable);
      }
      throw e;
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
    refuseDifferent(pool.name(), fitting);
    // Mostly there is nothing new, and then nobody is kept from the store.
    if (!(pool.source() instanceof FixedSource)
        && !leases
            .store()
            .read(
                "look what is known of [" + pool.name() + "]",
                session -> Book.news(session, pool.name(), fitting))
            .isEmpty()) {
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

  private static void refuseDifferent(String pool, List<Resource> resources) {
    Map<String, Resource> known = new HashMap<>();
    for (Resource each : resources) {
      Resource other = known.putIfAbsent(each.name(), each);
      if (other != null && !other.equals(each)) {
        throw new LeaseException(
            "The source of the pool ["
                + pool
                + "] has ["
                + each.name()
                + "] twice, with different attributes. Which is it?");
      }
    }
  }
}
