package dev.pristine.postgresql;

import dev.pristine.postgresql.Blueprint.Seed;
import dev.pristine.postgresql.Blueprint.Sequence;
import dev.pristine.postgresql.Blueprint.Table;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what brings tables and sequences back to their blueprint. */
final class Restoration {

  /** The message of the error by which a restoration gives up. */
  static final String ROWS_MISSING = "division by zero";

  private final Newness newness;
  private final StringBuilder sql = new StringBuilder();

  private Restoration(Newness newness) {
    this.newness = newness;
  }

  /**
   * Returns statements that are sent as one message, and so are one transaction: all is restored,
   * or nothing is. The last tells the transaction's id, 64 bits.
   */
  static String of(List<Table> tables, List<Sequence> sequences, Newness newness) {
    Restoration restoration = new Restoration(newness);
    tables.forEach(restoration::restore);
    restoration.restoreSequences(sequences);
    restoration.sql.append("SELECT pg_current_xact_id()::text");
    return restoration.sql.toString();
  }

  /** Tells whether a table can be restored at all. */
  static boolean isPossible(Table table) {
    return table.stored()
        && !table.watched()
        && table.seed().map(seed -> !seed.columns().isEmpty()).orElse(true);
  }

  private void restore(Table table) {
    if (table.seed().isEmpty()) {
      sql.append("DELETE FROM ONLY ").append(table.name()).append("; ");
      return;
    }
    Seed seed = table.seed().get();
    if (seed.content().isEmpty()) {
      restoreLarge(table, seed);
    } else if (seed.key().isEmpty()) {
      sql.append("DELETE FROM ONLY ").append(table.name()).append("; ");
      insert(table, seed, seed.content().get(), "true");
    } else {
      deleteNewer(table);
      insert(table, seed, seed.content().get(), isMissing(table, seed));
    }
  }

  /** Gives up with an error if rows are gone, which are not at hand. */
  private void restoreLarge(Table table, Seed seed) {
    deleteNewer(table);
    sql.append(
        "SELECT 1 / (count(*) = %d)::int FROM ONLY %s; ".formatted(seed.rows(), table.name()));
  }

  private void deleteNewer(Table table) {
    sql.append("DELETE FROM ONLY %s x WHERE %s; ".formatted(table.name(), newness.condition("x")));
  }

  private void insert(Table table, Seed seed, String content, String condition) {
    String columns = String.join(", ", seed.columns());
    sql.append(
        "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM unnest(%s::%s[]) p WHERE %s; "
            .formatted(
                table.name(), columns, columns, Sql.literal(content), table.name(), condition));
  }

  private static String isMissing(Table table, Seed seed) {
    return "NOT EXISTS (SELECT FROM ONLY %s x WHERE %s)"
        .formatted(
            table.name(),
            seed.key().stream()
                .map(column -> "x.%s = p.%s".formatted(column, column))
                .collect(Collectors.joining(" AND ")));
  }

  private void restoreSequences(List<Sequence> sequences) {
    if (!sequences.isEmpty()) {
      sql.append(
          sequences.stream()
              .map(
                  sequence ->
                      "setval(%d, %d, %b)"
                          .formatted(sequence.id(), sequence.value(), sequence.called()))
              .collect(Collectors.joining(", ", "SELECT ", "; ")));
    }
  }
}
