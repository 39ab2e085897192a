package dev.pristine.cli;

import dev.pristine.PristineException;
import dev.pristine.SettingsException;
import dev.pristine.cli.exec.GuardedCommand;
import dev.pristine.leases.Lease;
import dev.pristine.leases.LeaseLostException;
import dev.pristine.leases.Leases;
import dev.pristine.leases.Requirement;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is to be held together, and what is to run meanwhile. */
record Acquisition(
    List<Wish> wishes,
    List<String> locks,
    List<String> sharedLocks,
    Duration patience,
    String test,
    List<String> command) {

  /** What stands for the pool of a lock. */
  static final String LOCK = "lock";

  AcquireReport run(StorePlace place, Progress progress) {
    GuardedCommand guarded = new GuardedCommand(command);
    if (!guarded.isRunnable()) {
      throw new SettingsException(
          "There is no program [%s] that may be run, neither as a path nor in the folders of PATH."
              .formatted(command.get(0)));
    }
    // Nobody can wait for a pool where there is no store; for a lock one is made.
    return wishes.isEmpty()
        ? place.with(leases -> run(leases, guarded, progress))
        : place
            .ifThere(leases -> run(leases, guarded, progress))
            .orElseThrow(() -> Pools.noStore(place.name(), wishes.get(0).pool()));
  }

  private AcquireReport run(Leases leases, GuardedCommand guarded, Progress progress) {
    List<Requirement> wanted = requirements(leases);
    progress.say("Waiting for " + Page.visible(wanted.toString()));
    List<Lease> held;
    try {
      held = leases.acquireAll(wanted, patience, test);
    } finally {
      progress.done();
    }
    // Whatever happens, closing the store gives back what is held.
    try {
      List<Held> all = new ArrayList<>();
      for (Lease each : held) {
        // Locks come after resources.
        all.add(Held.of(all.size() < wishes.size() ? wishes.get(all.size()).pool() : LOCK, each));
      }
      int exitCode = guarded.run(Variables.PREFIX, Variables.of(all), new StillHeld(held));
      return new AcquireReport(all.stream().map(AcquireReport.Acquired::of).toList(), exitCode);
    } catch (IOException e) {
      throw new PristineException(
          "Could not start [%s]: %s. What was leased for it was given back."
              .formatted(command.get(0), e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PristineException("Interrupted while [" + command.get(0) + "] ran.", e);
    } catch (LeaseLostException e) {
      throw new PristineException(
          "%s The command [%s] was ended.".formatted(e.getMessage(), command.get(0)), e);
    }
  }

  private List<Requirement> requirements(Leases leases) {
    List<Requirement> wanted = new ArrayList<>();
    for (Wish wish : wishes) {
      Pools.requireMatchable(leases, wish);
      Requirement requirement = Requirement.of(wish.pool());
      for (Map.Entry<String, String> each : wish.match().entrySet()) {
        requirement = requirement.with(each.getKey(), each.getValue());
      }
      wanted.add(wish.resource() == null ? requirement : requirement.named(wish.resource()));
    }
    Stream.concat(
            locks.stream().map(Requirement::exclusive),
            sharedLocks.stream().map(Requirement::shared))
        .forEach(wanted::add);
    return wanted;
  }
}
