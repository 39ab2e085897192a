package dev.pristine;

import org.jspecify.annotations.Nullable;

/** A setting is unknown or has a value that it does not take: correct the setting. */
public final class SettingsException extends PristineException {

  /** Makes an exception with a whole message. */
  public SettingsException(String message) {
    super(message);
  }

  /** Makes an exception with a whole message and what caused it. */
  public SettingsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
