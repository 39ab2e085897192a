package dev.pristine;

import java.time.DateTimeException;
import java.time.Instant;

/** The texts that are kept with databases: a moment, and what people should know. */
final class Notes {

  private Notes() {}

  static String write(Instant instant, String text) {
    return (instant + " " + text).strip();
  }

  /** Returns the moment in a note; the beginning of time if it has none. */
  static Instant instant(String note) {
    int end = note.indexOf(' ');
    try {
      return Instant.parse(end < 0 ? note : note.substring(0, end));
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  static String text(String note) {
    int end = note.indexOf(' ');
    return end < 0 ? "" : note.substring(end + 1);
  }
}
