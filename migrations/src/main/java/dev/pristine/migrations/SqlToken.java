package dev.pristine.migrations;

/**
 * A stretch of an SQL text. The tokens of a text follow each other without a gap.
 *
 * @param start its first character
 * @param end the character after its last
 */
record SqlToken(Shape shape, int start, int end) {

  enum Shape {
    /** White space and comments. */
    BLANK,
    /** A key word or name without quotes. */
    WORD,
    /** A string or name in any kind of quotes. */
    QUOTED,
    SEMICOLON,
    OPEN,
    CLOSE,
    /** A backslash outside quotes: a command to psql, to the end of the line. */
    BACKSLASH,
    OTHER
  }

  String in(String text) {
    return text.substring(start, end);
  }
}
