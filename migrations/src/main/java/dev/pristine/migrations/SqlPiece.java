package dev.pristine.migrations;

import java.util.List;

/**
 * A part of an SQL file. The pieces of a file, put together again, are the file.
 *
 * @param text the whole file
 * @param start where the piece begins: after the one before it
 * @param end where the piece ends: after its semicolon
 * @param bodyStart where what is sent begins: after blanks and comments
 * @param bodyEnd where what is sent ends: before blanks, comments and the semicolon
 * @param line the body's first line, from 1
 * @param words its first words, in upper case; names in quotes are left out
 */
record SqlPiece(
    Kind kind,
    String text,
    int start,
    int end,
    int bodyStart,
    int bodyEnd,
    int line,
    List<String> words) {

  enum Kind {
    STATEMENT,
    /** The lines that follow {@code COPY … FROM stdin}. */
    DATA,
    /** A line that only the client understands. */
    CLIENT,
    /** Blanks, comments, empty statements, and lines that tell what ends a statement. */
    NOTHING
  }

  /** Returns every character of the piece. */
  String raw() {
    return text.substring(start, end);
  }

  /** Returns what is sent. */
  String body() {
    return text.substring(bodyStart, bodyEnd);
  }

  /** Tells whether the first words are these. */
  boolean begins(String... expected) {
    return words.size() >= expected.length
        && words.subList(0, expected.length).equals(List.of(expected));
  }
}
