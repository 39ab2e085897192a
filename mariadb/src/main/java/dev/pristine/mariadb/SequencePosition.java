package dev.pristine.mariadb;

import java.math.BigInteger;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Where a sequence stands.
 *
 * @param next what is handed out next, if nothing is cached
 * @param start where it started
 * @param minimum its least value; {@code maximum} its greatest
 * @param increment the step, which may be negative
 * @param rounds how often it began again
 */
record SequencePosition(
    BigInteger next,
    BigInteger start,
    BigInteger minimum,
    BigInteger maximum,
    BigInteger increment,
    long rounds) {

  static SequencePosition of(Statement statement, String place, String name) throws SQLException {
    return Sessions.query(
            statement,
            "SELECT next_not_cached_value, start_value, minimum_value, maximum_value, increment, cycle_count FROM "
                + Sql.identifier(place, name),
            row ->
                new SequencePosition(
                    new BigInteger(row.getString(1)),
                    new BigInteger(row.getString(2)),
                    new BigInteger(row.getString(3)),
                    new BigInteger(row.getString(4)),
                    new BigInteger(row.getString(5)),
                    row.getLong(6)))
        .get(0);
  }

  /** Tells whether it may ever have been used. */
  boolean isMoved() {
    return !next.equals(start) || rounds > 0;
  }

  /** Tells whether it has no value left to hand out. */
  boolean isExhausted() {
    return next.compareTo(minimum) < 0 || next.compareTo(maximum) > 0;
  }

  /** Returns the statement that brings a new sequence to the same position. */
  String restoring(String name) {
    if (isExhausted()) {
      BigInteger last = next.compareTo(maximum) > 0 ? maximum : minimum;
      return "DO SETVAL(%s, %s, 1, %d)".formatted(name, last, rounds);
    }
    return "DO SETVAL(%s, %s, 0, %d)".formatted(name, next, rounds);
  }

  /** Returns the statements that bring a sequence back to this position, wherever it is. */
  String returning(String name) {
    BigInteger within = next.min(maximum).max(minimum);
    String restart = "ALTER SEQUENCE %s RESTART %s".formatted(name, within);
    return rounds == 0 && !isExhausted() ? restart : restart + "; " + restoring(name);
  }

  /**
   * Takes back what the server has cached of a sequence: it would be lost with the next restart,
   * and copies would begin behind it. The sequence is no longer used by anybody.
   */
  static void settle(Statement statement, String place, String name) throws SQLException {
    SequencePosition position = of(statement, place, name);
    if (position.isMoved() && !position.isExhausted()) {
      String sequence = Sql.identifier(place, name);
      String next =
          Sessions.query(
                  statement, "SELECT NEXTVAL(%s)".formatted(sequence), row -> row.getString(1))
              .get(0);
      statement.execute("ALTER SEQUENCE %s RESTART %s".formatted(sequence, next));
    }
  }
}
