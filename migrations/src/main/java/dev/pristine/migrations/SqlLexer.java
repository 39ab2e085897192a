package dev.pristine.migrations;

import dev.pristine.migrations.SqlToken.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Takes an SQL text apart as far as is needed to see where its statements end: standard SQL with
 * PostgreSQL's dollar quotes, {@code E''} strings and nested comments, or MariaDB's SQL with its
 * backquotes, escapes, comments and delimiters. Not thread-safe.
 */
final class SqlLexer {

  private static final String SEMICOLON = ";";

  private final String text;
  private final boolean mariadb;
  private int position;
  private boolean plainStringsHaveEscapes;
  private String delimiter = SEMICOLON;

  /** How deep what is read stands in comments that MariaDB and MySQL read as SQL. */
  private int readComments;

  SqlLexer(String text, SqlDialect dialect) {
    this.text = text;
    this.mariadb = dialect == SqlDialect.MARIADB;
    this.plainStringsHaveEscapes = mariadb;
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

  /** Tells whether something else than a semicolon ends a statement. */
  boolean hasOwnDelimiter() {
    return !delimiter.equals(SEMICOLON);
  }

  /** Takes the rest of the line for what ends a statement from now on. */
  void takeDelimiter() {
    int end = lineEnd(position);
    String[] words = text.substring(position, end).strip().split("\\s", 2);
    delimiter = words[0].isEmpty() ? SEMICOLON : words[0];
    position = end;
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
    if (text.startsWith(delimiter, position)) {
      position += delimiter.length();
      return Shape.SEMICOLON;
    }
    if (isSpace(first)) {
      position++;
      return Shape.BLANK;
    }
    if (beginsLineComment(first)) {
      position = lineEnd(position);
      return Shape.BLANK;
    }
    if (mariadb && skipMark()) {
      return Shape.MARK;
    }
    if (first == '/' && at(position + 1) == '*') {
      skipComment();
      return Shape.BLANK;
    }
    if (first == '\'' || (mariadb && (first == '"' || first == '`'))) {
      skipString(first, plainStringsHaveEscapes && first != '`');
      return Shape.QUOTED;
    }
    return mariadb ? advanceBeyondQuotes(first) : advanceInStandard(first);
  }

  private Shape advanceInStandard(char first) throws UnterminatedException {
    if ((first == 'e' || first == 'E') && at(position + 1) == '\'') {
      position++;
      skipString('\'', true);
      return Shape.QUOTED;
    }
    if (first == '"') {
      skipQuotedName();
      return Shape.QUOTED;
    }
    if (first == '$' && skipDollarQuotes()) {
      return Shape.QUOTED;
    }
    return advanceBeyondQuotes(first);
  }

  private Shape advanceBeyondQuotes(char first) {
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
      case '(' -> Shape.OPEN;
      case ')' -> Shape.CLOSE;
      default -> Shape.OTHER;
    };
  }

  private boolean beginsLineComment(char first) {
    if (mariadb) {
      char third = at(position + 2);
      return first == '#' || (text.startsWith("--", position) && (third == '\0' || isSpace(third)));
    }
    return text.startsWith("--", position);
  }

  /** Skips where a comment begins or ends that MariaDB and MySQL read as SQL. */
  private boolean skipMark() {
    if (readComments > 0 && text.startsWith("*/", position)) {
      readComments--;
      position += 2;
      return true;
    }
    int begin = text.startsWith("/*M!", position) ? 4 : text.startsWith("/*!", position) ? 3 : 0;
    if (begin == 0) {
      return false;
    }
    readComments++;
    position += begin;
    while (isDigit(at(position))) {
      position++;
    }
    return true;
  }

  private void skipComment() throws UnterminatedException {
    int start = position;
    int depth = 1;
    position += 2;
    while (depth > 0) {
      if (position >= text.length()) {
        throw new UnterminatedException("comment", start);
      }
      if (!mariadb && text.startsWith("/*", position)) {
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

  private void skipString(char quote, boolean escapes) throws UnterminatedException {
    int start = position;
    position++;
    while (true) {
      if (position >= text.length()) {
        throw new UnterminatedException(quote == '`' ? "quoted name" : "string", start);
      }
      char here = text.charAt(position);
      if (here == '\\' && escapes) {
        position += 2;
      } else if (here != quote) {
        position++;
      } else if (at(position + 1) == quote) {
        position += 2;
      } else {
        position++;
        int continued = escapes && !mariadb ? continuation() : -1;
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
    while (position < text.length()
        && isWordPart(text.charAt(position))
        && !text.startsWith(delimiter, position)) {
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
