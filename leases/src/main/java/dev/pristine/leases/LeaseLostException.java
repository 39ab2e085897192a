package dev.pristine.leases;

/**
 * A lease ended without its holder's doing: its process was paused for longer than the lease time,
 * or somebody released it by force. What was done with the resource since then may have met what
 * another test did.
 */
public final class LeaseLostException extends LeaseException {

  LeaseLostException(String message) {
    super(message);
  }
}
