package dev.pristine.leases;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/** Names of owners that nobody else has. */
final class Ids {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  static String random() {
    return String.format("%016x", RANDOM.nextLong());
  }

  static boolean isOne(String text) {
    return ID.matcher(text).matches();
  }
}
