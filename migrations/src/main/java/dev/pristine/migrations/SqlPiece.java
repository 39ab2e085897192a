package dev.pristine.migrations;

import java.util.List;

/**
 * A part of an SQL file. The pieces of a file, put together again, are the file.
 *
 * @param raw every character, with the blanks and comments before it and the semicolon after
 * @param body what is sent: without those
 * @param line where the body begins, from 1
 * @param words its first words, in upper case; names in quotes are left out
 */
record SqlPiece(Kind kind, String raw, String body, int line, List<String> words) {

  enum Kind {
    STATEMENT,
    /** The lines that follow {@code COPY … FROM stdin}. */
    DATA,
    /** A line that only psql understands. */
    PSQL,
    /** Blanks, comments and empty statements. */
    NOTHING
  }

  /** Tells whether the first words are these. */
  boolean begins(String... expected) {
    return words.size() >= expected.length
        && words.subList(0, expected.length).equals(List.of(expected));
  }
}
