package dev.pristine.cli.bench;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/** Puts something into a parameter for a column, as different as its type allows per number. */
interface Filler {

  /** Sets the parameter of a statement. */
  void fill(PreparedStatement statement, int parameter, long number) throws SQLException;

  /** Returns what may be right for a column, the likeliest first. */
  static List<Filler> candidates(Column column) {
    List<Filler> candidates =
        new ArrayList<>(
            column.domain() ? List.of(Filler::fillText, Filler::fillNumber) : byType(column));
    // What only this DBMS has takes its values as texts, if the server finds out the type by
    // itself;
    // a domain looks at these at once, and at others no earlier than there are rows.
    Stream.of("{}", "100", "1", "", "127.0.0.1", "(0,0)", "[0,1)")
        .map(Filler::untyped)
        .forEach(candidates::add);
    return candidates;
  }

  private static List<Filler> byType(Column column) {
    Filler typed =
        switch (column.type()) {
          case Types.TINYINT -> (statement, at, number) -> statement.setLong(at, number % 100);
          case Types.SMALLINT -> (statement, at, number) -> statement.setLong(at, number % 32_000);
          case Types.INTEGER, Types.BIGINT -> PreparedStatement::setLong;
          case Types.REAL, Types.FLOAT, Types.DOUBLE ->
              (statement, at, number) -> statement.setDouble(at, (double) number);
          case Types.NUMERIC, Types.DECIMAL ->
              (statement, at, number) -> statement.setBigDecimal(at, decimal(column, number));
          case Types.BOOLEAN, Types.BIT ->
              (statement, at, number) -> statement.setBoolean(at, number % 2 == 1);
          case Types.CHAR,
              Types.VARCHAR,
              Types.LONGVARCHAR,
              Types.NCHAR,
              Types.NVARCHAR,
              Types.CLOB ->
              (statement, at, number) -> statement.setString(at, text(column, number));
          case Types.DATE ->
              (statement, at, number) ->
                  statement.setObject(at, LocalDate.EPOCH.plusDays(number % 20_000));
          case Types.TIME, Types.TIME_WITH_TIMEZONE ->
              (statement, at, number) ->
                  statement.setObject(at, LocalTime.MIN.plusSeconds(number % 86_400));
          case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
              (statement, at, number) ->
                  statement.setObject(
                      at, LocalDateTime.of(2020, 1, 1, 0, 0).plusSeconds(number % 100_000_000));
          case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
              (statement, at, number) ->
                  statement.setBytes(at, Long.toString(number).getBytes(StandardCharsets.US_ASCII));
          case Types.ARRAY ->
              (statement, at, number) ->
                  statement.setArray(
                      at,
                      statement
                          .getConnection()
                          .createArrayOf(column.typeName().replaceFirst("^_", ""), new Object[0]));
          default ->
              column.typeName().toLowerCase(Locale.ROOT).equals("uuid")
                  ? (statement, at, number) ->
                      untyped(new UUID(0, number).toString()).fill(statement, at, 0)
                  : Filler::fillNumber;
        };
    return List.of(typed, Filler::fillNumber);
  }

  /** Always puts the same text in, and leaves it to the server of what type that is. */
  static Filler untyped(String text) {
    return (statement, at, number) -> statement.setObject(at, text, Types.OTHER);
  }

  /** Always puts the same text in, as a text. */
  static Filler text(String text) {
    return (statement, at, number) -> statement.setString(at, text);
  }

  private static void fillNumber(PreparedStatement statement, int parameter, long number)
      throws SQLException {
    untyped(Long.toString(number)).fill(statement, parameter, number);
  }

  private static void fillText(PreparedStatement statement, int parameter, long number)
      throws SQLException {
    untyped(word(number)).fill(statement, parameter, number);
  }

  private static String word(long number) {
    return "p" + Long.toString(number, Character.MAX_RADIX);
  }

  private static BigDecimal decimal(Column column, long number) {
    int whole = column.size() - column.fraction();
    BigInteger limit =
        BigInteger.TEN.pow(Math.max(0, Math.min(18, column.size() == 0 ? 18 : whole)));
    return new BigDecimal(BigInteger.valueOf(number).mod(limit));
  }

  /** The end of the number is what differs, so it must fit. */
  private static String text(Column column, long number) {
    String text = word(number);
    int fits = column.size() <= 0 ? text.length() : Math.min(column.size(), text.length());
    return text.substring(text.length() - fits);
  }
}
