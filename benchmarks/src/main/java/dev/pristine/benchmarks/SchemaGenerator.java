package dev.pristine.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes the SQL of an application of any size: a chain of tables, each referring to the one before
 * it, of which the first third has seed rows; and a sequence.
 */
final class SchemaGenerator {

  /** The first value of the sequence, so that a reset to 1 is seen as the mistake it is. */
  static final long FIRST_NUMBER = 1000;

  static final int SEED_ROWS = 50;

  /** One third is seeded, and a test writes three that are not. */
  static final int FEWEST_TABLES = 6;

  private SchemaGenerator() {}

  /** Names the tables with seed rows. */
  static List<String> seededTables(int tables) {
    return names(1, tables / 3);
  }

  /** Names the three tables that a test writes. */
  static List<String> writtenTables(int tables) {
    return names(tables / 3 + 1, tables / 3 + 3);
  }

  static String sql(int tables, Dialect dialect) {
    if (tables < FEWEST_TABLES) {
      throw new IllegalArgumentException(
          "A schema has at least %d tables, not %d.".formatted(FEWEST_TABLES, tables));
    }
    StringBuilder sql = new StringBuilder();
    sql.append(dialect.sequence(FIRST_NUMBER));
    for (int i = 1; i <= tables; i++) {
      sql.append(dialect.table(name(i), i == 1 ? "" : name(i - 1)));
      if (i <= tables / 3) {
        sql.append(seeds(i, dialect));
      }
    }
    return sql.toString();
  }

  private static String seeds(int i, Dialect dialect) {
    String parent = i == 1 ? "NULL" : "n";
    return "INSERT INTO %s%s (parent_id, code, amount) SELECT %s, %s, n FROM %s;\n"
        .formatted(
            dialect.schema(),
            name(i),
            parent,
            dialect.joined("'seed-'", "n"),
            dialect.numbers(SEED_ROWS));
  }

  private static List<String> names(int first, int last) {
    List<String> names = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      names.add(name(i));
    }
    return names;
  }

  private static String name(int i) {
    return "bench_%04d".formatted(i);
  }
}
