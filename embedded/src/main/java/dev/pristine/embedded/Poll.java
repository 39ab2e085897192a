package dev.pristine.embedded;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Looks again and again at what another process does and does not tell otherwise. */
public final class Poll {

  private Poll() {}

  /**
   * Takes a look.
   *
   * @param <T> what there may be to see
   */
  @FunctionalInterface
  public interface Look<T> {
    /** Returns what is to be seen, if anything. */
    Optional<T> look() throws IOException;
  }

  /**
   * Looks every millisecond until there is something to see, or nothing more is to be expected, or
   * the time is over.
   */
  public static <T> Optional<T> until(Duration patience, Look<T> look, BooleanSupplier expected)
      throws IOException, SQLException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      // Asked first: what is seen after the last chance is seen nevertheless.
      boolean last = !expected.getAsBoolean() || System.nanoTime() - deadline > 0;
      Optional<T> seen = look.look();
      if (seen.isPresent() || last) {
        return seen;
      }
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        throw Trouble.interrupted("Could not wait for the embedded server", e);
      }
    }
  }
}
