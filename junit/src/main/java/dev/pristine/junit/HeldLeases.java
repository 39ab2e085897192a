package dev.pristine.junit;

import dev.pristine.leases.Lease;
import dev.pristine.leases.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What one test, or one class for all its tests, holds until its context ends. Stands in that
 * context's store. Filled before any of their code runs, and then only read until JUnit closes it.
 */
final class HeldLeases implements StoredResource {

  private final ExtensionContext owner;
  private final Map<LeaseWish, Lease> leased = new LinkedHashMap<>();
  private final List<Lease> held = new ArrayList<>();
  private LockWishes locks = new LockWishes(new TreeMap<>());
  private boolean asked;
  private long waitedNanos;

  private HeldLeases(ExtensionContext owner) {
    this.owner = owner;
  }

  /** Acquires what a test or a class has to ask for, unless that was done. */
  static void acquire(ExtensionContext owner) {
    Contexts.own(owner, HeldLeases.class, HeldLeases::new).acquire();
  }

  /** Returns what was acquired for a wish by a test or class, or by a class around it. */
  static Optional<Lease> find(ExtensionContext context, LeaseWish wish) {
    return around(context)
        .flatMap(held -> Optional.ofNullable(held.leased.get(wish)).stream())
        .findFirst();
  }

  /** Returns what is held in a context and in those around it, from the inside outwards. */
  private static Stream<HeldLeases> around(ExtensionContext context) {
    return Contexts.around(context)
        .flatMap(each -> Contexts.existing(each, HeldLeases.class).stream());
  }

  /** Asks once, though JUnit calls before it makes an instance and again before the test. */
  private void acquire() {
    if (asked) {
      return;
    }
    asked = true;
    // Classes around it hold nothing besides: they would have been refused.
    Optional<HeldLeases> holder =
        around(owner).filter(other -> other != this && !other.held.isEmpty()).findFirst();
    LeaseRequest whole = LeaseRequest.of(owner);
    LeaseRequest request =
        holder.map(other -> whole.without(other.leased.keySet(), other.locks)).orElse(whole);
    if (request.isEmpty()) {
      return;
    }
    if (holder.isPresent()) {
      throw LeaseRefusal.waitsWhileHolding(owner, request, holder.get().owner);
    }
    List<LeaseWish> wishes = List.copyOf(request.leases());
    List<Requirement> wanted = new ArrayList<>();
    wishes.forEach(wish -> wanted.add(wish.requirement()));
    wanted.addAll(request.locks().requirements());
    long start = System.nanoTime();
    held.addAll(
        SharedLeases.of(owner)
            .acquire(
                LeaseRequest.providers(owner), wanted, request.patience(), HolderName.of(owner)));
    waitedNanos = System.nanoTime() - start;
    for (int i = 0; i < wishes.size(); i++) {
      leased.put(wishes.get(i), held.get(i));
    }
    locks = request.locks();
  }

  /**
   * Gives everything back.
   *
   * @throws dev.pristine.leases.LeaseLostException if something was lost before: the test may not
   *     have been alone with it, so it fails
   */
  @Override
  public void close() {
    if (!held.isEmpty()) {
      publish();
      giveBack();
    }
  }

  private void publish() {
    String what =
        Stream.concat(leased.values().stream().map(String::valueOf), locks.words())
            .collect(Collectors.joining(", "));
    owner.publishReportEntry(
        Map.of(
            "pristine.leases",
            what,
            "pristine.leases-wait-ms",
            Long.toString(TimeUnit.NANOSECONDS.toMillis(waitedNanos))));
  }

  private void giveBack() {
    RuntimeException first = null;
    for (Lease each : held) {
      try {
        each.close();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    held.clear();
    leased.clear();
    if (first != null) {
      throw first;
    }
  }
}
