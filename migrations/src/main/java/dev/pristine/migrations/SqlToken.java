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
    /** What ends a statement: a semicolon, or what the file says instead. */
    SEMICOLON,
    OPEN,
    CLOSE,
    /** A backslash outside quotes: a command to the client, to the end of the line. */
    BACKSLASH,
    /** Where SQL begins or ends that only MariaDB and MySQL do not take for a comment. */
    MARK,
    OTHER
  }

  String in(String text) {
    return text.substring(start, end);
  }
}
