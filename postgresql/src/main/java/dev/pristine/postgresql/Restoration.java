package dev.pristine.postgresql;

import dev.pristine.postgresql.Blueprint.Seed;
import dev.pristine.postgresql.Blueprint.Sequence;
import dev.pristine.postgresql.Blueprint.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Brings tables and sequences of one clone back to their blueprint. What restores a table is
 * prepared in the clone's session when it is first needed: planning takes longer than most
 * restorations, and sending and reading the rows of a seed too. Not thread-safe.
 */
final class Restoration {

  /** The SQLState by which a restoration gives up: a division by zero. */
  static final String ROWS_MISSING = "22012";

  /** What the newness of rows is told by: see {@link Newness#arguments}. */
  private static final String NEWNESS = Newness.condition("x", "$1", "$2");

  private final CloneSession session;

  /** What restores each table, by object id, as far as the session has it prepared. */
  private final Map<Long, List<String>> prepared = new HashMap<>();

  Restoration(CloneSession session) {
    this.session = session;
  }

  /**
   * Restores in one message, which is one transaction: all is restored, or nothing is.
   *
   * @return the transaction's id, 64 bits
   */
  long restore(Collection<Table> tables, Collection<Sequence> sequences, Newness newness)
      throws SQLException {
    if (session.isNew()) {
      prepared.clear();
    }
    prepare(tables.stream().filter(table -> !prepared.containsKey(table.id())).toList());
    StringBuilder message = new StringBuilder();
    for (Table table : tables) {
      for (String statement : Objects.requireNonNull(prepared.get(table.id()))) {
        message.append(statement.formatted(newness.arguments())).append("; ");
      }
    }
    if (!sequences.isEmpty()) {
      message.append(
          sequences.stream()
              .map(
                  sequence ->
                      "setval(%d, %d, %b)"
                          .formatted(sequence.id(), sequence.value(), sequence.called()))
              .collect(Collectors.joining(", ", "SELECT ", "; ")));
    }
    return session.execute(message + "SELECT pg_current_xact_id()::text");
  }

  private void prepare(List<Table> tables) throws SQLException {
    if (tables.isEmpty()) {
      return;
    }
    StringBuilder message = new StringBuilder();
    Map<Long, List<String>> added = new HashMap<>();
    for (Table table : tables) {
      List<String> executions = new ArrayList<>();
      for (Step step : steps(table)) {
        String name = "pristine_%d_%d".formatted(table.id(), executions.size());
        message
            .append("PREPARE ")
            .append(name)
            .append(step.byNewness ? " (bigint, bigint[]) AS " : " AS ")
            .append(step.sql)
            .append("; ");
        executions.add("EXECUTE " + name + (step.byNewness ? " (%s)" : ""));
      }
      added.put(table.id(), executions);
    }
    session.execute(message + "SELECT 0");
    prepared.putAll(added);
  }

  /** A statement that restores a part. */
  private record Step(String sql, boolean byNewness) {}

  private static List<Step> steps(Table table) {
    Step deletingAll = new Step("DELETE FROM ONLY " + table.name(), false);
    Step deletingNewer =
        new Step("DELETE FROM ONLY %s x WHERE %s".formatted(table.name(), NEWNESS), true);
    if (table.seed().isEmpty()) {
      return List.of(deletingAll);
    }
    Seed seed = table.seed().get();
    if (seed.columns().isEmpty()) {
      return List.of(
          deletingAll,
          new Step(
              "INSERT INTO %s SELECT FROM generate_series(1, %d)"
                  .formatted(table.name(), seed.rows()),
              false));
    }
    if (seed.content().isEmpty()) {
      // Gives up by an error if rows are gone, which are not at hand.
      return List.of(
          deletingNewer,
          new Step(
              "SELECT 1 / (count(*) = %d)::int FROM ONLY %s".formatted(seed.rows(), table.name()),
              false));
    }
    String content = seed.content().get();
    // What is not in the log may have been written by a transaction that seemed to have ended.
    return seed.key().isEmpty() || !table.logged()
        ? List.of(deletingAll, inserting(table, seed, content, "true"))
        : List.of(deletingNewer, inserting(table, seed, content, isMissing(table, seed)));
  }

  private static Step inserting(Table table, Seed seed, String content, String condition) {
    String columns = String.join(", ", seed.columns());
    return new Step(
        "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM unnest(%s::%s[]) p WHERE %s"
            .formatted(
                table.name(), columns, columns, Sql.literal(content), table.name(), condition),
        false);
  }

  private static String isMissing(Table table, Seed seed) {
    return "NOT EXISTS (SELECT FROM ONLY %s x WHERE %s)"
        .formatted(
            table.name(),
            seed.key().stream()
                .map(column -> "x.%s = p.%s".formatted(column, column))
                .collect(Collectors.joining(" AND ")));
  }
}
