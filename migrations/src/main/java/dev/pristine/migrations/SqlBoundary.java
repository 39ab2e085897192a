package dev.pristine.migrations;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pristine.MigrationException;
import dev.pristine.migrations.SqlLexer.UnterminatedException;
import dev.pristine.migrations.SqlToken.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a migration may reach: its own database. Whatever would reach beyond is found in the text,
 * before anything is run.
 */
record SqlBoundary(SqlDialect dialect) {

  private static final Set<String> WRITING =
      Set.of(
          "CREATE",
          "ALTER",
          "DROP",
          "RENAME",
          "TRUNCATE",
          "INSERT",
          "REPLACE",
          "UPDATE",
          "DELETE",
          "LOAD");

  /** The name of what is written stands behind one of these. */
  private static final Set<String> BEFORE_A_NAME =
      Set.of(
          "TABLE", "VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "SEQUENCE", "INTO", "FROM");

  /** The verbs that need no such word. */
  private static final Set<String> VERBS_BEFORE_A_NAME =
      Set.of("TRUNCATE", "UPDATE", "INSERT", "REPLACE");

  private static final Set<String> BETWEEN =
      Set.of(
          "IF",
          "NOT",
          "EXISTS",
          "IGNORE",
          "ONLY",
          "LOW_PRIORITY",
          "HIGH_PRIORITY",
          "DELAYED",
          "QUICK",
          "TABLE",
          "INTO");

  /**
   * Looks through a file that another tool runs.
   *
   * @throws MigrationException if it reaches beyond its database
   */
  void check(SourceFile file) {
    // Whatever its encoding, key words are read; names are shown as well as that goes.
    for (SqlPiece piece : pieces(new String(file.bytes(), UTF_8))) {
      crossing(piece)
          .ifPresent(
              what -> {
                throw SqlScript.refused(file.place(), piece.line(), what);
              });
    }
  }

  /** Tells what in a text of SQL reaches beyond the database; empty if nothing does. */
  Optional<String> crossing(String text) {
    return pieces(text).stream().flatMap(piece -> crossing(piece).stream()).findFirst();
  }

  /** A tool that has its own way to read its files may take what cannot be taken apart here. */
  private List<SqlPiece> pieces(String text) {
    try {
      return SqlSplitter.split(text, dialect);
    } catch (UnterminatedException e) {
      return List.of();
    }
  }

  /** Tells how a statement reaches beyond its database, as the end of a sentence. */
  Optional<String> crossing(SqlPiece piece) {
    String shown = SqlFailure.excerpt(piece.body());
    if (piece.kind() == SqlPiece.Kind.CLIENT) {
      return piece.body().matches("(?s)\\\\(c|connect|u)(\\s.*)?")
          ? Optional.of("leaves its database: [%s]".formatted(shown))
          : Optional.empty();
    }
    if (piece.kind() != SqlPiece.Kind.STATEMENT) {
      return Optional.empty();
    }
    // What a tool fills in, the name of this database perhaps, is not known yet.
    if (leaves(piece) && !piece.body().contains("${")) {
      return Optional.of(
          "leaves its database: [%s]. Remove it: Pristine makes the databases".formatted(shown));
    }
    if (piece.begins("ALTER", "SYSTEM") || (isMariadb() && piece.begins("SET", "GLOBAL"))) {
      return Optional.of("changes the whole server: [%s]".formatted(shown));
    }
    return isMariadb()
        ? foreignName(piece)
            .map(
                name ->
                    "writes to another database, [%s]: [%s]. Leave the database's name out: Pristine gives each its own"
                        .formatted(name, shown))
        : Optional.empty();
  }

  private boolean leaves(SqlPiece piece) {
    List<String> words = new ArrayList<>(piece.words());
    if (piece.begins("CREATE", "OR", "REPLACE")) {
      words.subList(1, 3).clear();
    }
    String verb = words.isEmpty() ? "" : words.get(0);
    String object = words.size() < 2 ? "" : words.get(1);
    // To MariaDB a schema is a database.
    boolean database = object.equals("DATABASE") || (isMariadb() && object.equals("SCHEMA"));
    return switch (verb) {
      case "CREATE", "DROP" -> database;
      case "ALTER" -> database && isMariadb() && namesDatabase(piece);
      case "USE", "ATTACH" -> true;
      default -> false;
    };
  }

  private boolean isMariadb() {
    return dialect == SqlDialect.MARIADB;
  }

  /** Without a name, ALTER DATABASE is about the database that one is in. */
  private boolean namesDatabase(SqlPiece piece) {
    SqlToken third = token(tokens(piece), 2);
    String text = third == null ? "" : third.in(piece.body()).toUpperCase(Locale.ROOT);
    return !Set.of("DEFAULT", "CHARACTER", "CHARSET", "COLLATE", "COMMENT", "").contains(text);
  }

  /** Returns the name of what a statement writes, if it is in a database that is named. */
  private Optional<String> foreignName(SqlPiece piece) {
    if (piece.words().isEmpty() || !WRITING.contains(piece.words().get(0))) {
      return Optional.empty();
    }
    boolean deletes = piece.begins("DELETE");
    boolean renames = piece.begins("RENAME") || piece.begins("ALTER", "TABLE");
    List<SqlToken> tokens = tokens(piece);
    boolean found = false;
    for (int i = 0; i < tokens.size(); i++) {
      String word = word(piece, tokens, i);
      boolean before =
          (i == 0 && VERBS_BEFORE_A_NAME.contains(word))
              || (BEFORE_A_NAME.contains(word) && (deletes || !word.equals("FROM")));
      if ((before && !found) || (renames && word.equals("TO"))) {
        int at = i + 1;
        while (BETWEEN.contains(word(piece, tokens, at))) {
          at++;
        }
        found = true;
        if (isQualified(piece, tokens, at)) {
          String name = tokens.get(at).in(piece.body()) + "." + tokens.get(at + 2).in(piece.body());
          return Optional.of(name.replace("`", ""));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isQualified(SqlPiece piece, List<SqlToken> tokens, int index) {
    SqlToken name = token(tokens, index);
    SqlToken dot = token(tokens, index + 1);
    SqlToken own = token(tokens, index + 2);
    return name != null
        && dot != null
        && own != null
        && isName(name)
        && dot.in(piece.body()).equals(".")
        && isName(own)
        && !name.in(piece.body()).contains("${");
  }

  private static boolean isName(SqlToken token) {
    return token.shape() == Shape.WORD || token.shape() == Shape.QUOTED;
  }

  private static String word(SqlPiece piece, List<SqlToken> tokens, int index) {
    SqlToken token = token(tokens, index);
    return token == null || token.shape() != Shape.WORD
        ? ""
        : token.in(piece.body()).toUpperCase(Locale.ROOT);
  }

  private static @Nullable SqlToken token(List<SqlToken> tokens, int index) {
    return index < tokens.size() ? tokens.get(index) : null;
  }

  private List<SqlToken> tokens(SqlPiece piece) {
    SqlLexer lexer = new SqlLexer(piece.body(), dialect);
    List<SqlToken> tokens = new ArrayList<>();
    try {
      for (SqlToken token = lexer.next(); token != null; token = lexer.next()) {
        if (token.shape() != Shape.BLANK && token.shape() != Shape.MARK) {
          tokens.add(token);
        }
      }
    } catch (UnterminatedException e) {
      throw new IllegalStateException("It was read before", e);
    }
    return tokens;
  }
}
