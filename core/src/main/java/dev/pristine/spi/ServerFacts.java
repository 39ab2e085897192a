package dev.pristine.spi;

import java.util.List;

/**
 * What is known of a server.
 *
 * @param ownerId the id of the owner whose session this is: eight hexadecimal digits
 * @param address where it is, without any password
 * @param product its name and version, for people
 * @param fingerprint everything about the server that changes what a migration makes on it: engine
 *     and major version, locale, encoding, the role that migrates
 * @param embedded whether it was started by us
 * @param advice what would make it faster or safer, for people; empty if nothing
 */
public record ServerFacts(
    String ownerId,
    String address,
    String product,
    String fingerprint,
    boolean embedded,
    List<String> advice) {

  /** Copies the list. */
  public ServerFacts {
    advice = List.copyOf(advice);
  }
}
