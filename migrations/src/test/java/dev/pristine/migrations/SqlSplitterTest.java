package dev.pristine.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.pristine.migrations.SqlLexer.UnterminatedException;
import dev.pristine.migrations.SqlPiece.Kind;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlSplitterTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'a;b'",
        "SELECT 'it''s; still'",
        "SELECT 'a\\'",
        "SELECT E'it\\'s; still'",
        "SELECT e'\\\\'",
        "SELECT E'a\\'b'\n  'c\\';d'",
        "SELECT E'a' -- comment; '\n 'b\\';c'",
        "SELECT U&'d\\0061t;'",
        "SELECT \"a;b\"\"c;d\" FROM t",
        "SELECT $$a;b$$",
        "SELECT $tag$a;$$b;$ta$;$tag$",
        "SELECT $ünï$;$ünï$",
        "SELECT a$b$c FROM t",
        "SELECT $1",
        "SELECT 1 -- a; b\n + 1",
        "SELECT 1 /* a; /* nested; */ still; */ + 1",
        "SELECT 4 /*;*/ - -1",
        "SELECT (1; 2)",
        "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2)",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END",
        "create or replace procedure p() begin atomic; select case when a then b else c end; end",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT (CASE WHEN a THEN 1 END); END",
        "CREATE FUNCTION f() RETURNS int BEGIN -- why\n ATOMIC SELECT 1; END",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET n = 1; DELETE FROM c; END",
        "create temp trigger if not exists \"t;\" instead of update of x on v for each row"
            + " when new.x > 1 begin select case when 1 then raise(abort, ';') end; end",
        "CREATE TRIGGER begin AFTER INSERT ON t EXECUTE FUNCTION f()",
        "SELECT 'x' AS case",
        "SELECT '{\"a\": \"b;\"}'::jsonb -> 'a'",
        "SELECT 1e5, 1.5E3, 0xE",
        "COPY t (a) FROM '/stdin;'",
        "SELECT 'line\r\nbreak;'",
      })
  void aStatementIsKeptWhole(String statement) throws UnterminatedException {
    assertThat(statements("/* before; */ " + statement + "; SELECT 'next'"))
        .containsExactly(statement, "SELECT 'next'");
    assertThat(statements(statement)).as("without its semicolon").containsExactly(statement);
  }

  @Test
  void semicolonsOutsideEverythingSplit() throws UnterminatedException {
    assertThat(statements("SELECT 1;SELECT 2;;\n ; SELECT 3"))
        .containsExactly("SELECT 1", "SELECT 2", "SELECT 3");
  }

  @Test
  void beginAndEndOfATransactionAreStatements() throws UnterminatedException {
    assertThat(statements("BEGIN; CREATE TABLE t (a int); END; SELECT atomic FROM t;"))
        .containsExactly("BEGIN", "CREATE TABLE t (a int)", "END", "SELECT atomic FROM t");
  }

  @Test
  void aCommentEndsWithACarriageReturnToo() throws UnterminatedException {
    assertThat(statements("SELECT 1; -- one\rSELECT 2;\r-- two\r"))
        .containsExactly("SELECT 1", "SELECT 2");
  }

  @Test
  void backslashesEscapeWhereTheFileSwitchesStandardStringsOff() throws UnterminatedException {
    assertThat(
            statements(
                "SET standard_conforming_strings = off; SELECT 'a\\';b'; set session standard_conforming_strings TO 'on'; SELECT 'a\\'; SELECT 2"))
        .containsExactly(
            "SET standard_conforming_strings = off",
            "SELECT 'a\\';b'",
            "set session standard_conforming_strings TO 'on'",
            "SELECT 'a\\'",
            "SELECT 2");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "string, \"SELECT 1;\nSELECT 'a\"",
        "quoted name, \"SELECT 1;\nSELECT \"\"a\"",
        "comment, \"SELECT 1;\n/* a /* b */\"",
        "quote $x$, \"SELECT 1;\n$x$ a $y$\""
      })
  void whatNeverEndsIsToldWithItsBeginning(String what, String text) {
    assertThatThrownBy(() -> SqlSplitter.split(text, SqlDialect.STANDARD))
        .isInstanceOfSatisfying(
            UnterminatedException.class,
            e -> assertThat(text.substring(0, e.start())).startsWith("SELECT 1;\n"))
        .hasMessage(what);
  }

  @Test
  void theLinesAfterCopyFromStdinAreData() throws UnterminatedException {
    String text =
        "COPY public.t (a, b) FROM stdin WITH (FORMAT csv);  \r\n1;'\r\n\\N \\.\r\n\\.\r\nSELECT 1;\ncopy u from\n STDIN;\n\\.\ncopy v from stdin;\nlast";
    assertThat(
            SqlSplitter.split(text, SqlDialect.STANDARD).stream()
                .filter(p -> p.kind() != Kind.NOTHING))
        .extracting(SqlPiece::kind, SqlPiece::body, SqlPiece::line)
        .containsExactly(
            tuple(Kind.STATEMENT, "COPY public.t (a, b) FROM stdin WITH (FORMAT csv)", 1),
            tuple(Kind.DATA, "1;'\r\n\\N \\.\r\n", 2),
            tuple(Kind.STATEMENT, "SELECT 1", 5),
            tuple(Kind.STATEMENT, "copy u from\n STDIN", 6),
            tuple(Kind.DATA, "", 8),
            tuple(Kind.STATEMENT, "copy v from stdin", 9),
            tuple(Kind.DATA, "last", 10));
  }

  @Test
  void aBackslashOutsideQuotesIsPsqlsToTheEndOfItsLine() throws UnterminatedException {
    assertThat(
            SqlSplitter.split("SELECT 1 \\gset x;\n\\echo 'it\nSELECT 2;", SqlDialect.STANDARD)
                .stream()
                .filter(piece -> piece.kind() != Kind.NOTHING))
        .extracting(SqlPiece::kind, SqlPiece::body)
        .containsExactly(
            tuple(Kind.STATEMENT, "SELECT 1"),
            tuple(Kind.CLIENT, "\\gset x;"),
            tuple(Kind.CLIENT, "\\echo 'it"),
            tuple(Kind.STATEMENT, "SELECT 2"));
  }

  @Test
  void linesAreCountedWithAnyKindOfLineBreak() throws UnterminatedException {
    assertThat(
            SqlSplitter.split(
                "\n\r\n\rSELECT 'a\r\nb';\n-- c\nSELECT\n2; SELECT 3", SqlDialect.STANDARD))
        .extracting(SqlPiece::line)
        .containsExactly(4, 7, 8);
  }

  @Test
  void theFirstWordsAreKnownWhateverStandsBetween() throws UnterminatedException {
    SqlPiece piece =
        SqlSplitter.split("-- a\ncreate /* b */ Database x;", SqlDialect.STANDARD).get(0);

    assertThat(piece.begins("CREATE", "DATABASE")).isTrue();
    assertThat(piece.begins("CREATE", "TABLE")).isFalse();
  }

  @Test
  void nothingIsLostOrInventedWhateverTheText() {
    Random random = new Random(7);
    int ended = 0;
    for (int i = 0; i < 20_000; i++) {
      SqlDialect dialect = random.nextBoolean() ? SqlDialect.STANDARD : SqlDialect.MARIADB;
      String text =
          IntStream.range(0, random.nextInt(40))
              .mapToObj(j -> FRAGMENTS.get(random.nextInt(FRAGMENTS.size())))
              .collect(Collectors.joining());
      try {
        List<SqlPiece> pieces = SqlSplitter.split(text, dialect);
        ended++;
        assertThat(pieces.stream().map(SqlPiece::raw).collect(Collectors.joining()))
            .isEqualTo(text);
        assertThat(pieces).allSatisfy(piece -> assertThat(piece.raw()).contains(piece.body()));
      } catch (UnterminatedException e) {
        assertThat(e.start()).isBetween(0, text.length() - 1);
      }
    }
    assertThat(ended).isGreaterThan(2_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'it\\'s; still', \"a\\\";b\", `c;``d'`",
        "SELECT 1 # it's; still\n + 1",
        "SELECT 1 -- it's; still\n + 1",
        "SELECT 2--1",
        "SELECT 1 /* a; /* not nested; */ + 1",
        "CREATE TABLE t (a int /*! unsigned */) /*M!100100 PAGE_COMPRESSED=1 */",
        "CREATE TABLE t$x (e'f' int)",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN"
            + " IF NEW.b > 1 THEN SET NEW.b = 1; ELSE SET NEW.c = CASE WHEN 1 THEN 2 END; END IF;"
            + " BEGIN DECLARE i int; WHILE i < 3 DO SET i = i + 1; END WHILE; END;"
            + " CASE WHEN 1 THEN SET NEW.b = IF(1, 2, 3); END CASE; END",
        "CREATE OR REPLACE DEFINER=`root`@`localhost` PROCEDURE p()"
            + " BEGIN l: LOOP LEAVE l; END LOOP l; END",
      })
  void mariadbsStatementsAreKeptWhole(String statement) throws UnterminatedException {
    assertThat(mariadb("/* before; */ " + statement + "; SELECT 'next'"))
        .containsExactly(statement, "SELECT 'next'");
    assertThat(mariadb(statement)).as("without its semicolon").containsExactly(statement);
  }

  @Test
  void whatMariadbsClientTakesForTheEndOfStatementsIsObeyed() throws UnterminatedException {
    assertThat(
            mariadb(
                """
                SELECT 1;
                delimiter $$
                CREATE PROCEDURE p() BEGIN SELECT 1; SELECT '$$'; END$$
                CREATE PROCEDURE q() label: LOOP LEAVE label; END LOOP $$
                DELIMITER ;
                SELECT 2;
                """))
        .containsExactly(
            "SELECT 1",
            "CREATE PROCEDURE p() BEGIN SELECT 1; SELECT '$$'; END",
            "CREATE PROCEDURE q() label: LOOP LEAVE label; END LOOP",
            "SELECT 2");
  }

  @Test
  void whatOnlyMariadbDoesNotTakeForACommentIsSent() throws UnterminatedException {
    assertThat(
            mariadb("/*!40101 SET NAMES utf8mb4 */;\n/* SELECT 1 */;\nSELECT 1 /*!50000 + ';' */;"))
        .containsExactly("/*!40101 SET NAMES utf8mb4 */", "SELECT 1 /*!50000 + ';' */");
  }

  private static List<String> mariadb(String text) throws UnterminatedException {
    return SqlSplitter.split(text, SqlDialect.MARIADB).stream()
        .filter(piece -> piece.kind() == Kind.STATEMENT)
        .map(SqlPiece::body)
        .toList();
  }

  private static final List<String> FRAGMENTS =
      List.of(
          "'",
          "''",
          "E'",
          "\\",
          "\\.\n",
          "\"",
          "$$",
          "$a$",
          "$",
          "1",
          "x",
          "é",
          "🦄",
          ";",
          ";\n",
          "\r",
          "\r\n",
          "\n",
          " ",
          "(",
          ")",
          "--",
          "/*",
          "*/",
          "-",
          "/",
          "*",
          " COPY t FROM stdin;\n",
          " CREATE FUNCTION f() ",
          " BEGIN ATOMIC ",
          " CASE ",
          " END ",
          " SELECT ",
          "\t",
          "\u0000",
          "`",
          "#",
          "/*!",
          "\nDELIMITER //\n",
          " SET standard_conforming_strings=off;");

  private static List<String> statements(String text) throws UnterminatedException {
    return SqlSplitter.split(text, SqlDialect.STANDARD).stream()
        .filter(piece -> piece.kind() == Kind.STATEMENT)
        .map(SqlPiece::body)
        .toList();
  }
}
