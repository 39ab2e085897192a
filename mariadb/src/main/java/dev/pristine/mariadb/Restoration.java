package dev.pristine.mariadb;

import dev.pristine.mariadb.Blueprint.Seed;
import dev.pristine.mariadb.Blueprint.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a clone is brought back to its template: the statements, to be sent as one message.
 *
 * <p>Each table that was written to is emptied and filled again, whatever was done to it. Triggers
 * cannot be muted: those for deletions are not called by {@code TRUNCATE}; where those for
 * insertions are, the tables that they may write to are restored afterwards.
 *
 * @param statements what to run; empty if there is nothing to be restored
 * @param doubtful the tables whose triggers may have altered what was inserted
 */
record Restoration(List<String> statements, List<String> doubtful) {

  /** From so many rows on, a table is emptied faster by {@code TRUNCATE} than row by row. */
  private static final long MANY_ROWS = 50;

  /** What is to be restored. */
  static final class Plan {

    private final Blueprint blueprint;
    private final Map<String, Table> tables = new LinkedHashMap<>();
    private final Set<String> sequences = new LinkedHashSet<>();
    private final Set<Table> moved = new LinkedHashSet<>();
    private final Set<Table> reached = new LinkedHashSet<>();
    private final List<String> statements = new ArrayList<>();

    /**
     * Plans it.
     *
     * @param written the tables and sequences that were written to, cascades included
     * @param counters which number each table gives next, by the name of its file
     */
    Plan(Blueprint blueprint, Collection<String> written, Map<String, Long> counters) {
      this.blueprint = blueprint;
      for (String name : written) {
        Table table = blueprint.tables().get(name);
        if (table != null) {
          tables.put(name, table);
        } else {
          sequences.add(name);
        }
      }
      counters.forEach(
          (file, next) -> {
            Table table = blueprint.files().get(file);
            if (table != null
                && table.innodb()
                && table.counter().isPresent()
                && table.counter().getAsLong() != next) {
              moved.add(table);
            }
          });
    }

    boolean isEmpty() {
      return tables.isEmpty() && sequences.isEmpty() && moved.isEmpty();
    }

    /** Returns the tables whose rows are to be restored. */
    Collection<Table> tables() {
      return tables.values();
    }

    /** Returns the names of the sequences that are to be set back, and of what is not known. */
    Collection<String> sequences() {
      return sequences;
    }

    /** Returns the tables whose counters have moved. */
    Collection<Table> moved() {
      return moved;
    }

    /** Finds out what the triggers will do; returns what is in the way. */
    Optional<String> obstacle() {
      for (String name : sequences) {
        if (!blueprint.sequences().containsKey(name)) {
          return Optional.of(
              "[%s] was written to, which the template does not have".formatted(name));
        }
      }
      for (Table table : List.copyOf(tables.values())) {
        if (isFilledWithTriggers(table)) {
          for (String name : table.triggers().reached()) {
            Table target = blueprint.tables().get(name);
            if (target == null) {
              sequences.add(name);
            } else if (isFilledWithTriggers(target)) {
              return Optional.of(
                  "the triggers of [%s] may write to [%s], which has triggers too"
                      .formatted(table.name(), name));
            } else {
              reached.add(target);
              tables.put(name, target);
            }
          }
        }
      }
      for (Table table : tables.values()) {
        if (table.elsewhere()) {
          return Optional.of("the rows of [%s] are kept elsewhere".formatted(table.name()));
        }
        if (table.versioned() && table.triggers().onDelete()) {
          return Optional.of("[%s] is versioned and has triggers".formatted(table.name()));
        }
      }
      return Optional.empty();
    }

    /**
     * Returns the statements.
     *
     * @param added how many rows were written to each table, at most; absent if nobody knows
     */
    Restoration restoration(Map<String, Long> added) {
      List<Table> first = tables.values().stream().filter(Plan::isFilledWithTriggers).toList();
      List<Table> second =
          tables.values().stream().filter(table -> !isFilledWithTriggers(table)).toList();
      restore(first, added);
      restore(second, added);
      for (Table table : moved) {
        if (!tables.containsKey(table.name())) {
          count(table);
        }
      }
      for (String name : sequences) {
        SequencePosition position = blueprint.sequences().get(name);
        if (position != null) {
          statements.add(position.returning(Sql.identifier(name)));
        }
      }
      return new Restoration(
          List.copyOf(statements),
          first.stream().filter(table -> table.triggers().altering()).map(Table::name).toList());
    }

    private static boolean isFilledWithTriggers(Table table) {
      return table.seed().isPresent() && table.triggers().onInsert();
    }

    private void restore(Collection<Table> some, Map<String, Long> added) {
      List<String> changes = new ArrayList<>();
      for (Table table : some) {
        String name = Sql.identifier(table.name());
        if (isTruncated(table, added)) {
          statements.add("TRUNCATE TABLE " + name);
        } else {
          changes.add("DELETE FROM " + name);
          if (table.versioned()) {
            changes.add("DELETE HISTORY FROM " + name);
          }
        }
      }
      for (Table table : some) {
        table
            .seed()
            .map(Seed::filling)
            .map(filling -> filling.replace(Recipe.SOURCE, blueprint.place()))
            .ifPresent(changes::add);
      }
      if (!changes.isEmpty()) {
        statements.add("BEGIN");
        statements.addAll(changes);
        statements.add("COMMIT");
      }
      for (Table table : some) {
        boolean truncated = isTruncated(table, added);
        boolean counts =
            truncated
                ? table.seed().isPresent() || table.counter().orElse(1) != 1
                : moved.contains(table) || reached.contains(table);
        if (counts) {
          count(table);
        }
      }
    }

    /** Tables that are no longer as the triggers found them are of any size. */
    private boolean isTruncated(Table table, Map<String, Long> added) {
      if (table.versioned()) {
        return false;
      }
      long seeded = table.seed().map(Seed::rows).orElse(0L);
      long rows = seeded + added.getOrDefault(table.name(), MANY_ROWS);
      return !table.innodb()
          || table.triggers().onDelete()
          || reached.contains(table)
          || rows > MANY_ROWS;
    }

    private void count(Table table) {
      table
          .counter()
          .ifPresent(
              next ->
                  statements.add(
                      "ALTER TABLE %s AUTO_INCREMENT = %d"
                          .formatted(Sql.identifier(table.name()), next)));
    }
  }
}
