package dev.pristine.cli;

import dev.pristine.ServerException;
import dev.pristine.SettingsException;
import dev.pristine.leases.LeaseException;
import dev.pristine.leases.Leases;
import dev.pristine.leases.Stock;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where leases are kept.
 *
 * @param given what the command line names; null for the usual place
 */
record StorePlace(@Nullable String given) {

  /** After how long somebody who is paused loses what he holds: as in {@link Leases#open()}. */
  static final Duration LEASE_TIME = Duration.ofSeconds(30);

  /** Opens the store, which is made where there is none. */
  <T> T with(Function<Leases, T> work) {
    try (Leases leases = opened(() -> Leases.open(place(), LEASE_TIME))) {
      return work.apply(leases);
    }
  }

  /**
   * Opens the store, in which nothing is held by the dead then; makes none, and returns nothing
   * where there is none.
   */
  <T> Optional<T> ifThere(Function<Leases, T> work) {
    Optional<Leases> there = opened(() -> Stock.openIfThere(place(), LEASE_TIME));
    if (there.isEmpty()) {
      return Optional.empty();
    }
    try (Leases leases = there.get()) {
      return Optional.of(work.apply(leases));
    }
  }

  /** Names it for people, without a password. */
  String name() {
    return opened(() -> Stock.printable(place()));
  }

  private String place() {
    return given == null ? Stock.usualPlace() : given;
  }

  /** What fails while it is opened is the server's fault, or the setting's. */
  private static <T> T opened(Supplier<T> opening) {
    try {
      return opening.get();
    } catch (LeaseException e) {
      boolean unreachable =
          e.getCause() instanceof SQLException || e.getCause() instanceof IOException;
      throw unreachable
          ? new ServerException(String.valueOf(e.getMessage()), e)
          : new SettingsException(
              e.getMessage() + " The store is named by --store or DEV_PRISTINE_LEASES_STORE.", e);
    }
  }
}
