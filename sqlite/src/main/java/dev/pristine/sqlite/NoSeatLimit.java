package dev.pristine.sqlite;

import dev.pristine.spi.Locks.Held;
import dev.pristine.spi.Seats;
import java.time.Duration;
import java.util.Optional;

/**
 * The connections of SQLite, of which there are as many as a process may have files open. So
 * everybody gets what is asked for, and nobody has to wait or to give anything up.
 */
final class NoSeatLimit implements Seats {

  @Override
  public Optional<Held> tryReserve(int connections) {
    return Optional.of(() -> {});
  }

  @Override
  public void awaitReturn(Duration patience) {
    // Nobody is ever refused.
  }

  @Override
  public void ask() {
    // Nobody needs what others have.
  }

  @Override
  public boolean isWanted() {
    return false;
  }

  @Override
  public String describe() {
    return "SQLite has no limit of connections";
  }
}
