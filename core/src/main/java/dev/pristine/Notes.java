package dev.pristine;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** The texts that are kept with databases: a moment, and what people should know. */
final class Notes {

  private static final String FIXTURE = "on top of ";

  private Notes() {}

  /** Returns what people and the next runs should know of a template. */
  static String ofTemplate(Optional<DatabaseName> base) {
    return base.map(each -> FIXTURE + each).orElse("");
  }

  /** Tells whether a note is that of a fixture's template. */
  static boolean isOfFixture(String note) {
    return text(note).startsWith(FIXTURE);
  }

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
