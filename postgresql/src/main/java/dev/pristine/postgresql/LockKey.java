package dev.pristine.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The keys of our advisory locks, all of them in the maintenance database. */
final class LockKey {

  /** The first half of an owner's key; the second is its id. ("PRIS") */
  static final int OWNER = 0x50524953;

  /** The first half of a reservation's key; the second is a number and how many it reserves. */
  static final int SEATS = 0x50525345;

  private LockKey() {}

  /** Returns the key, one number, of the lock with a name. */
  static long of(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(("pristine " + name).getBytes(UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Returns the condition by which {@code pg_locks} shows the lock with a name. */
  static String condition(String name) {
    long key = of(name);
    return "locktype = 'advisory' AND objsubid = 1 AND classid::bigint = %d AND objid::bigint = %d AND database = (SELECT oid FROM pg_database WHERE datname = '%s')"
        .formatted(key >>> 32, key & 0xFFFFFFFFL, Sessions.MAINTENANCE);
  }

  /** Returns the condition by which {@code pg_locks} shows the locks of two numbers. */
  static String condition(int firstHalf) {
    return "locktype = 'advisory' AND objsubid = 2 AND granted AND classid::bigint = %d AND database = (SELECT oid FROM pg_database WHERE datname = '%s')"
        .formatted(firstHalf, Sessions.MAINTENANCE);
  }
}
