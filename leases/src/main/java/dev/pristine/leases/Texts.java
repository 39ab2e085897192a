package dev.pristine.leases;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What may be stored as a text: whatever every store keeps exactly. All else is refused. */
final class Texts {

  /** What fits into an index of each store, whatever the characters. */
  static final int LONGEST_NAME = 500;

  static final int LONGEST_VALUE = 100_000;

  private static final int SHOWN = 40;

  private Texts() {}

  static String name(String what, String text) {
    if (text.isEmpty()) {
      throw new LeaseException("The " + what + " is empty.");
    }
    return checked(what, text, LONGEST_NAME);
  }

  static String value(String what, String text) {
    return checked(what, text, LONGEST_VALUE);
  }

  private static String checked(String what, String text, int longest) {
    if (text.length() > longest) {
      throw new LeaseException(
          "The "
              + what
              + " has "
              + text.length()
              + " characters; at most "
              + longest
              + " are kept. It begins with ["
              + text.substring(0, SHOWN)
              + "].");
    }
    if (text.indexOf('\0') >= 0) {
      throw new LeaseException(
          "The " + what + " contains the character NUL, which not every store keeps.");
    }
    try {
      // An encoder that is not told otherwise reports what it cannot encode.
      StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new LeaseException("The " + what + " contains half a character (a lone surrogate).", e);
    }
    return text;
  }
}
