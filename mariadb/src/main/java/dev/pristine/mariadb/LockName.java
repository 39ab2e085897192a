package dev.pristine.mariadb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The names of our user-level locks, which all databases of a server share. */
final class LockName {

  private static final String OWNER = "pristine.owner.";

  private LockName() {}

  /** Names the lock that an owner holds while it lives. */
  static String owner(String id) {
    return OWNER + id;
  }

  /** Returns the SQL condition that the owner is alive whose id an expression gives. */
  static String isAlive(String id) {
    return "IS_USED_LOCK(CONCAT('%s', %s)) IS NOT NULL".formatted(OWNER, id);
  }

  /** Names the lock that one holds alone. */
  static String exclusive(String name) {
    return "pristine.x." + digest(name);
  }

  /** Names the lock by which an owner says that it is one of those who share. */
  static String shared(String name, String owner) {
    return sharedPrefix(name) + owner;
  }

  /** Returns what the names of all those begin with. */
  static String sharedPrefix(String name) {
    return "pristine.s." + digest(name).substring(0, 24) + ".";
  }

  /** Names the lock that is held while somebody finds out whether another can be had. */
  static String guard(String name) {
    return "pristine.g." + digest(name);
  }

  /** MySQL takes 64 characters, MariaDB more. */
  private static String digest(String name) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
