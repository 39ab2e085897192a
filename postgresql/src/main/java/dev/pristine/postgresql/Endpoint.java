package dev.pristine.postgresql;

import java.nio.file.Path;

/**
 * Where a running server listens, and who administers it.
 *
 * @param host the address, always loopback
 * @param port the TCP port
 * @param user the superuser
 * @param password the superuser's password
 * @param testPassword the password for the role {@link #TEST_USER}
 * @param passFile a file in the format of {@code .pgpass} that has both users, for people
 */
record Endpoint(
    String host, int port, String user, String password, String testPassword, Path passFile) {

  /** The superuser of an embedded server. */
  static final String ADMINISTRATOR = "postgres";

  /** The role that migrations and tests connect as, which the engine creates. */
  static final String TEST_USER = "pristine_app";

  /** Leaves the passwords out. */
  @Override
  public String toString() {
    return "Endpoint[" + user + "@" + host + ":" + port + "]";
  }
}
