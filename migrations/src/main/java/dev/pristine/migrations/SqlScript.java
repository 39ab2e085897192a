package dev.pristine.migrations;

import dev.pristine.MigrationException;
import dev.pristine.migrations.SqlLexer.UnterminatedException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An SQL file that may be run: taken apart, and looked through for what must not or cannot be run.
 */
record SqlScript(String place, List<Statement> statements) {

  /**
   * What is sent to the server at once.
   *
   * @param line where it begins
   * @param data the lines to be copied after it; null if it copies nothing
   */
  record Statement(int line, String text, @Nullable String data) {}

  /**
   * Reads a file.
   *
   * @throws MigrationException if anything in it cannot be run
   */
  static SqlScript read(SourceFile file, SqlDialect dialect) {
    String text = decode(file);
    try {
      return new SqlScript(
          file.place(), statements(file.place(), SqlSplitter.split(text, dialect), dialect));
    } catch (UnterminatedException e) {
      throw refused(
          file.place(),
          1 + SqlSplitter.lineBreaks(text, 0, e.start()),
          "begins a %s that never ends".formatted(e.getMessage()));
    }
  }

  private static List<Statement> statements(
      String place, List<SqlPiece> pieces, SqlDialect dialect) {
    SqlBoundary boundary = new SqlBoundary(dialect);
    List<Statement> statements = new ArrayList<>();
    int transactionLine = 0;
    for (int i = 0; i < pieces.size(); i++) {
      SqlPiece piece = pieces.get(i);
      boundary
          .crossing(piece)
          .ifPresent(
              what -> {
                throw refused(place, piece.line(), what);
              });
      switch (piece.kind()) {
        case CLIENT -> checkClientCommand(place, piece, dialect);
        case STATEMENT -> {
          if (beginsTransaction(piece)) {
            transactionLine = piece.line();
          } else if (endsTransaction(piece)) {
            transactionLine = 0;
          }
          boolean copies = i + 1 < pieces.size() && pieces.get(i + 1).kind() == SqlPiece.Kind.DATA;
          String data = copies ? pieces.get(i + 1).body() : null;
          statements.add(new Statement(piece.line(), piece.body(), data));
        }
        case DATA, NOTHING -> {}
      }
    }
    if (transactionLine > 0) {
      throw refused(
          place,
          transactionLine,
          "begins a transaction that the file never commits, so all of it would be lost");
    }
    return List.copyOf(statements);
  }

  private static void checkClientCommand(String place, SqlPiece piece, SqlDialect dialect) {
    String command = piece.body().split("\\s", 2)[0];
    // pg_dump writes them around everything, against commands smuggled into the data.
    if (!command.equals("\\restrict") && !command.equals("\\unrestrict")) {
      throw refused(
          place,
          piece.line(),
          "has a command that only %1$s understands: [%2$s]. Write it in SQL, or run %1$s itself with Migrations.command"
              .formatted(dialect.client(), SqlFailure.excerpt(piece.body())));
    }
  }

  private static boolean beginsTransaction(SqlPiece piece) {
    // BEGIN NOT ATOMIC begins a block of statements that MariaDB runs as one.
    boolean begins = piece.begins("BEGIN") && !piece.begins("BEGIN", "NOT");
    return begins || piece.begins("START", "TRANSACTION") || isChain(piece);
  }

  private static boolean endsTransaction(SqlPiece piece) {
    return piece.begins("COMMIT")
        || piece.begins("END")
        || piece.begins("ABORT")
        || (piece.begins("ROLLBACK") && !piece.words().contains("TO"))
        || piece.begins("PREPARE", "TRANSACTION");
  }

  private static boolean isChain(SqlPiece piece) {
    return endsTransaction(piece)
        && piece.words().contains("CHAIN")
        && !piece.words().contains("NO");
  }

  private static String decode(SourceFile file) {
    byte[] bytes = file.bytes();
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
    text.flip();
    if (result.isError()) {
      throw refused(
          file.place(),
          1 + SqlSplitter.lineBreaks(text.toString(), 0, text.length()),
          "is not encoded in UTF-8");
    }
    String decoded = text.toString();
    return decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
  }

  static MigrationException refused(String place, int line, String what) {
    return new MigrationException(
        "The file [%s], line %d, %s. Nothing was run.".formatted(place, line, what));
  }
}
