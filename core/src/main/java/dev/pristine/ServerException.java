package dev.pristine;

import org.jspecify.annotations.Nullable;

/** The server cannot do what it should: mend the environment (address, password, rights, room). */
public final class ServerException extends PristineException {

  /** Makes an exception with a whole message. */
  public ServerException(String message) {
    super(message);
  }

  /** Makes an exception with a whole message and what caused it. */
  public ServerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
