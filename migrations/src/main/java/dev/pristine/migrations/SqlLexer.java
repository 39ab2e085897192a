package dev.pristine.migrations;

import dev.pristine.migrations.SqlToken.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Takes an SQL text apart as far as is needed to see where its statements end: standard SQL, and
 * PostgreSQL's dollar quotes, {@code E''} strings and nested comments. Not thread-safe.
 */
final class SqlLexer {

  private final String text;
  private int position;
  private boolean plainStringsHaveEscapes;

  SqlLexer(String text) {
    this.text = text;
  }

  /** A quote or comment that never ends. */
  static final class UnterminatedException extends Exception {

    private final int start;

    UnterminatedException(String what, int start) {
      super(what);
      this.start = start;
    }

    int start() {
      return start;
    }
  }

  int position() {
    return position;
  }

  /** Goes on somewhere else, after data that is not SQL. */
  void skipTo(int newPosition) {
    position = newPosition;
  }

  /** Says whether a backslash escapes in strings without an E, as before SQL's standard. */
  void plainStringsHaveEscapes(boolean escapes) {
    plainStringsHaveEscapes = escapes;
  }

  /** Returns the next token, or null at the end. */
  @Nullable SqlToken next() throws UnterminatedException {
    if (position == text.length()) {
      return null;
    }
    int start = position;
    Shape shape = advance(text.charAt(start));
    return new SqlToken(shape, start, position);
  }

  private Shape advance(char first) throws UnterminatedException {
    if (isSpace(first)) {
      position++;
      return Shape.BLANK;
    }
    if (first == '-' && at(position + 1) == '-') {
      position = lineEnd(position);
      return Shape.BLANK;
    }
    if (first == '/' && at(position + 1) == '*') {
      skipComment();
      return Shape.BLANK;
    }
    if (first == '\'') {
      skipString(plainStringsHaveEscapes);
      return Shape.QUOTED;
    }
    if ((first == 'e' || first == 'E') && at(position + 1) == '\'') {
      position++;
      skipString(true);
      return Shape.QUOTED;
    }
    if (first == '"') {
      skipQuotedName();
      return Shape.QUOTED;
    }
    if (first == '$' && skipDollarQuotes()) {
      return Shape.QUOTED;
    }
    if (isWordStart(first)) {
      skipWord();
      return Shape.WORD;
    }
    if (first == '\\') {
      position = lineEnd(position);
      return Shape.BACKSLASH;
    }
    if (first >= '0' && first <= '9') {
      // As a whole, so that no letter in it begins a word or string.
      skipWord();
      return Shape.OTHER;
    }
    position++;
    return switch (first) {
      case ';' -> Shape.SEMICOLON;
      case '(' -> Shape.OPEN;
      case ')' -> Shape.CLOSE;
      default -> Shape.OTHER;
    };
  }

  private void skipComment() throws UnterminatedException {
    int start = position;
    int depth = 1;
    position += 2;
    while (depth > 0) {
      if (position >= text.length()) {
        throw new UnterminatedException("comment", start);
      }
      if (text.startsWith("/*", position)) {
        depth++;
        position += 2;
      } else if (text.startsWith("*/", position)) {
        depth--;
        position += 2;
      } else {
        position++;
      }
    }
  }

  private void skipString(boolean escapes) throws UnterminatedException {
    int start = position;
    position++;
    while (true) {
      if (position >= text.length()) {
        throw new UnterminatedException("string", start);
      }
      char here = text.charAt(position);
      if (here == '\\' && escapes) {
        position += 2;
      } else if (here != '\'') {
        position++;
      } else if (at(position + 1) == '\'') {
        position += 2;
      } else {
        position++;
        int continued = escapes ? continuation() : -1;
        if (continued < 0) {
          return;
        }
        position = continued;
      }
    }
  }

  /**
   * Finds where the string that just ended goes on: after a quote, blanks with a line break, and a
   * quote, it is still the same string, with the escapes that its beginning allows.
   *
   * @return the character after the new opening quote, or -1
   */
  private int continuation() {
    int next = position;
    boolean lineBreak = false;
    while (next < text.length()) {
      char here = text.charAt(next);
      if (here == '\n' || here == '\r') {
        lineBreak = true;
        next++;
      } else if (isSpace(here)) {
        next++;
      } else if (text.startsWith("--", next)) {
        next = lineEnd(next);
      } else {
        return lineBreak && here == '\'' ? next + 1 : -1;
      }
    }
    return -1;
  }

  private void skipQuotedName() throws UnterminatedException {
    int end = text.indexOf('"', position + 1);
    if (end < 0) {
      throw new UnterminatedException("quoted name", position);
    }
    // A doubled quote is one in the name; read as two names side by side, it splits the same.
    position = end + 1;
  }

  private boolean skipDollarQuotes() throws UnterminatedException {
    int end = position + 1;
    while (end < text.length()
        && (isWordStart(text.charAt(end)) || (end > position + 1 && isDigit(text.charAt(end))))) {
      end++;
    }
    if (at(end) != '$') {
      return false;
    }
    String tag = text.substring(position, end + 1);
    int close = text.indexOf(tag, end + 1);
    if (close < 0) {
      throw new UnterminatedException("quote " + tag, position);
    }
    position = close + tag.length();
    return true;
  }

  private void skipWord() {
    while (position < text.length() && isWordPart(text.charAt(position))) {
      position++;
    }
  }

  /** Returns the position of the next line break, or the end. */
  private int lineEnd(int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  private char at(int index) {
    return index < text.length() ? text.charAt(index) : '\0';
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  private static boolean isWordPart(char c) {
    return isWordStart(c) || isDigit(c) || c == '$';
  }
}
