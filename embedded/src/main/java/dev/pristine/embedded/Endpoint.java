package dev.pristine.embedded;

import java.nio.file.Path;

/**
 * Where a running server listens, and who administers it.
 *
 * @param host the address, always loopback
 * @param port the TCP port
 * @param user the administrator
 * @param password the administrator's password
 * @param testPassword the password for the user that tests connect as, whom the engine makes
 * @param clientFile a file by which people connect with the product's own client
 * @param room the room where its data lies
 */
public record Endpoint(
    String host,
    int port,
    String user,
    String password,
    String testPassword,
    Path clientFile,
    Room room) {

  /** Where servers listen: no other machine can connect. */
  public static final String HOST = "127.0.0.1";

  /** Leaves the passwords out. */
  @Override
  public String toString() {
    return "Endpoint[" + user + "@" + host + ":" + port + "]";
  }
}
