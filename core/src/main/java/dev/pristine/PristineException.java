package dev.pristine;

import org.jspecify.annotations.Nullable;

/**
 * Something that Pristine was asked for cannot be had. The subclasses tell what to do about it. No
 * message holds a password.
 */
public class PristineException extends RuntimeException {

  /** Makes an exception with a whole message: what, which values, likely why, what to do. */
  public PristineException(String message) {
    super(message);
  }

  /** Makes an exception with a whole message and what caused it. */
  public PristineException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
