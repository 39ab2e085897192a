package dev.pristine.migrations;

import dev.pristine.migrations.SqlLexer.UnterminatedException;
import dev.pristine.migrations.SqlPiece.Kind;
import dev.pristine.migrations.SqlToken.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits an SQL text where psql, sqlite3 or the mariadb client would: at semicolons, or what {@code
 * DELIMITER} put in their place, outside quotes, comments, parentheses, {@code BEGIN ATOMIC … END}
 * and the {@code BEGIN … END} of a trigger. What MariaDB's client needs a {@code DELIMITER} for is
 * kept whole without one too. Used for one text, once.
 */
final class SqlSplitter {

  private static final int WORDS_KEPT = 8;

  private static final Pattern STANDARD_STRINGS =
      Pattern.compile(
          "set\\s+(?:session\\s+|local\\s+)?standard_conforming_strings\\s*(?:=|\\bto\\b)\\s*'?(\\w+)'?\\s*",
          Pattern.CASE_INSENSITIVE);

  private static final Set<String> PROGRAMS =
      Set.of("TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "PACKAGE");

  /** Such a block ends with END and its own word. */
  private static final Set<String> BLOCKS_WITHOUT_BEGIN =
      Set.of("IF", "LOOP", "WHILE", "REPEAT", "FOR");

  private final String text;
  private final SqlDialect dialect;
  private final SqlLexer lexer;
  private final List<SqlPiece> pieces = new ArrayList<>();

  private int pieceStart;
  private int linesCountedTo;
  private int line = 1;

  // The statement that is being read.
  private int bodyStart = -1;
  private int bodyEnd;
  private final List<String> words = new ArrayList<>();
  private int parentheses;
  private int atomicBlocks;
  private String wordBefore = "";
  private boolean copiesFromStdin;

  private SqlSplitter(String text, SqlDialect dialect) {
    this.text = text;
    this.dialect = dialect;
    this.lexer = new SqlLexer(text, dialect);
  }

  /** Returns the text's pieces in order, none left out. */
  static List<SqlPiece> split(String text, SqlDialect dialect) throws UnterminatedException {
    return new SqlSplitter(text, dialect).run();
  }

  private List<SqlPiece> run() throws UnterminatedException {
    for (SqlToken token = lexer.next(); token != null; token = lexer.next()) {
      switch (token.shape()) {
        case BLANK -> {}
        case SEMICOLON -> {
          if ((parentheses == 0 && atomicBlocks == 0) || lexer.hasOwnDelimiter()) {
            endStatement(token.end());
          } else {
            extend(token);
          }
        }
        case BACKSLASH -> {
          endPiece(Kind.STATEMENT, token.start());
          bodyStart = token.start();
          bodyEnd = token.end();
          endPiece(Kind.CLIENT, token.end());
        }
        case WORD -> {
          if (setsDelimiter(token)) {
            lexer.takeDelimiter();
            endPiece(Kind.NOTHING, lexer.position());
          } else {
            extend(token);
          }
        }
        default -> extend(token);
      }
    }
    endPiece(Kind.STATEMENT, text.length());
    return pieces;
  }

  private boolean setsDelimiter(SqlToken token) {
    return dialect == SqlDialect.MARIADB
        && bodyStart < 0
        && token.in(text).equalsIgnoreCase("DELIMITER");
  }

  private void extend(SqlToken token) {
    if (bodyStart < 0) {
      bodyStart = token.start();
    }
    bodyEnd = token.end();
    if (token.shape() == Shape.OPEN) {
      parentheses++;
    } else if (token.shape() == Shape.CLOSE) {
      parentheses = Math.max(0, parentheses - 1);
    } else if (parentheses == 0) {
      String word = token.shape() == Shape.WORD ? token.in(text).toUpperCase(Locale.ROOT) : "";
      if (token.shape() == Shape.WORD) {
        note(word);
      }
      wordBefore = token.shape() == Shape.MARK ? wordBefore : word;
    }
  }

  private void note(String word) {
    if (words.size() < WORDS_KEPT) {
      words.add(word);
    }
    if (wordBefore.equals("END") && endsWithItsWord(word)) {
      return;
    }
    switch (word) {
      case "ATOMIC" -> {
        if (wordBefore.equals("BEGIN") && atomicBlocks == 0 && createsRoutine()) {
          atomicBlocks = 1;
        }
      }
      case "BEGIN" -> {
        if (atomicBlocks == 0 ? beginsBody() : dialect == SqlDialect.MARIADB) {
          atomicBlocks++;
        }
      }
      case "CASE" -> {
        if (atomicBlocks > 0) {
          atomicBlocks++;
        }
      }
      case "END" -> {
        if (atomicBlocks > 0) {
          atomicBlocks--;
        }
      }
      case "STDIN" -> {
        if (wordBefore.equals("FROM") && words.get(0).equals("COPY")) {
          copiesFromStdin = true;
        }
      }
      default -> {}
    }
  }

  /** Takes back that END ended the block around it. */
  private boolean endsWithItsWord(String word) {
    if (dialect != SqlDialect.MARIADB || words.isEmpty() || !words.get(0).equals("CREATE")) {
      return false;
    }
    if (BLOCKS_WITHOUT_BEGIN.contains(word)) {
      atomicBlocks++;
      return true;
    }
    return word.equals("CASE");
  }

  private boolean beginsBody() {
    if (dialect == SqlDialect.MARIADB) {
      return words.get(0).equals("CREATE")
          && words.stream().anyMatch(PROGRAMS::contains)
          && !PROGRAMS.contains(wordBefore);
    }
    return beginsTriggersBody();
  }

  private boolean createsRoutine() {
    return words.get(0).equals("CREATE")
        && (words.contains("FUNCTION") || words.contains("PROCEDURE"));
  }

  /** In SQLite the statements of a trigger stand in it; only its own name may be BEGIN before. */
  private boolean beginsTriggersBody() {
    return words.get(0).equals("CREATE")
        && words.contains("TRIGGER")
        && !wordBefore.equals("TRIGGER");
  }

  private void endStatement(int end) {
    boolean data = copiesFromStdin;
    if (bodyStart >= 0) {
      Matcher strings = STANDARD_STRINGS.matcher(text.substring(bodyStart, bodyEnd));
      if (strings.matches()) {
        lexer.plainStringsHaveEscapes(
            List.of("off", "false", "no", "0").contains(strings.group(1).toLowerCase(Locale.ROOT)));
      }
    }
    endPiece(Kind.STATEMENT, end);
    if (data) {
      takeData();
    }
  }

  /** Takes the lines after this one, up to a line that is {@code \.} or the end. */
  private void takeData() {
    int start = afterLineBreak(lexer.position());
    int end = start;
    int next = start;
    while (next < text.length()) {
      next = afterLineBreak(end);
      if (text.substring(end, next).stripTrailing().equals("\\.")) {
        break;
      }
      end = next;
    }
    bodyStart = start;
    bodyEnd = end;
    endPiece(Kind.DATA, next);
    lexer.skipTo(next);
  }

  private int afterLineBreak(int from) {
    int lineFeed = text.indexOf('\n', from);
    return lineFeed < 0 ? text.length() : lineFeed + 1;
  }

  private void endPiece(Kind kind, int end) {
    if (end > pieceStart) {
      boolean empty = bodyStart < 0;
      int from = empty ? pieceStart : bodyStart;
      pieces.add(
          new SqlPiece(
              empty ? Kind.NOTHING : kind,
              text,
              pieceStart,
              end,
              from,
              empty ? from : bodyEnd,
              lineAt(from),
              List.copyOf(words)));
    }
    pieceStart = end;
    bodyStart = -1;
    words.clear();
    parentheses = 0;
    atomicBlocks = 0;
    wordBefore = "";
    copiesFromStdin = false;
  }

  private int lineAt(int position) {
    line += lineBreaks(text, linesCountedTo, position);
    linesCountedTo = position;
    return line;
  }

  /** Counts the line breaks of any kind that end in a stretch of text. */
  static int lineBreaks(String text, int start, int end) {
    int count = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c == '\n' || (c == '\r' && (i + 1 >= text.length() || text.charAt(i + 1) != '\n'))) {
        count++;
      }
    }
    return count;
  }
}
