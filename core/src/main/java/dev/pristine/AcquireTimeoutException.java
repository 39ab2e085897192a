package dev.pristine;

import org.jspecify.annotations.Nullable;

/**
 * No database became free in time: mend a leak, or raise a limit. The message names the holders.
 */
public final class AcquireTimeoutException extends PristineException {

  /** Makes an exception with a whole message. */
  public AcquireTimeoutException(String message) {
    super(message);
  }

  /** Makes an exception with a whole message and what caused it. */
  public AcquireTimeoutException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
