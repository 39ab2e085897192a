package dev.pristine;

import org.jspecify.annotations.Nullable;

/** A migration cannot be found, read or applied: mend the migration. Nothing of it was kept. */
public final class MigrationException extends PristineException {

  /** Makes an exception with a whole message. */
  public MigrationException(String message) {
    super(message);
  }

  /** Makes an exception with a whole message and what caused it. */
  public MigrationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
