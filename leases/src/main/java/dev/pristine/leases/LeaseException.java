package dev.pristine.leases;

import org.jspecify.annotations.Nullable;

/**
 * Something that was asked of the leases cannot be had; the subclasses tell what to do about it. No
 * message holds a secret attribute.
 */
public class LeaseException extends RuntimeException {

  /** Makes an exception with a whole message: what, which values, likely why, what to do. */
  public LeaseException(String message) {
    super(message);
  }

  /** Makes an exception with a whole message and what caused it. */
  public LeaseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
