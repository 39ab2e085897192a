package dev.pristine.leases;

/** Nothing became free in time. The message lists who holds what, since when, in which test. */
public final class LeaseTimeoutException extends LeaseException {

  LeaseTimeoutException(String message) {
    super(message);
  }
}
