package dev.pristine.mariadb;

import dev.pristine.mariadb.Blueprint.Difference;
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
 * @param obstacle why it cannot be brought back; empty if it can
 * @param statements what to run; empty if there is nothing to be restored
 * @param doubtful the tables whose triggers may have altered what was inserted
 */
record Restoration(Optional<String> obstacle, List<String> statements, List<String> doubtful) {

  /**
   * Plans it.
   *
   * @param added how many rows were written to each table, at most; absent if nobody knows
   */
  static Restoration of(
      Blueprint blueprint, Written written, Map<String, Long> added, Rewinding rewinding) {
    return new Planning(blueprint, written, added, rewinding).plan();
  }

  private static final class Planning {

    private final Blueprint blueprint;
    private final Map<String, Long> added;
    private final Rewinding rewinding;
    private final Map<String, Table> tables;
    private final Set<String> sequences;
    private final Set<Table> moved;
    private final Set<Table> reached = new LinkedHashSet<>();
    private final List<String> statements = new ArrayList<>();

    Planning(Blueprint blueprint, Written written, Map<String, Long> added, Rewinding rewinding) {
      this.blueprint = blueprint;
      this.added = added;
      this.rewinding = rewinding;
      this.tables = new LinkedHashMap<>(written.tables());
      this.sequences = new LinkedHashSet<>(written.sequences());
      this.moved = written.moved();
    }

    Restoration plan() {
      Optional<String> obstacle = unknown().or(this::reachByTriggers).or(this::unrestorable);
      if (obstacle.isPresent()) {
        return new Restoration(obstacle, List.of(), List.of());
      }
      List<Table> first = tables.values().stream().filter(Planning::isFilledWithTriggers).toList();
      List<Table> second =
          tables.values().stream().filter(table -> !isFilledWithTriggers(table)).toList();
      restore(first);
      restore(second);
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
          Optional.empty(),
          List.copyOf(statements),
          first.stream().filter(table -> table.triggers().altering()).map(Table::name).toList());
    }

    private Optional<String> unknown() {
      return sequences.stream()
          .filter(name -> !blueprint.sequences().containsKey(name))
          .findFirst()
          .map("[%s] was written to, which the template does not have"::formatted);
    }

    /** Adds what the triggers will write to. */
    private Optional<String> reachByTriggers() {
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
      return Optional.empty();
    }

    private Optional<String> unrestorable() {
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

    private static boolean isFilledWithTriggers(Table table) {
      return table.seed().isPresent() && table.triggers().onInsert();
    }

    private void restore(Collection<Table> some) {
      List<String> changes = new ArrayList<>();
      for (Table table : some) {
        String name = Sql.identifier(table.name());
        if (isTruncated(table)) {
          statements.add("TRUNCATE TABLE " + name);
        } else {
          changes.add(
              difference(table)
                  .map(difference -> fromTemplate(difference.deleting()))
                  .orElse("DELETE FROM " + name));
          if (table.versioned()) {
            changes.add("DELETE HISTORY FROM " + name);
          }
        }
      }
      for (Table table : some) {
        difference(table)
            .filter(difference -> !isTruncated(table))
            .map(Difference::inserting)
            .or(() -> table.seed().map(Seed::filling))
            .map(this::fromTemplate)
            .ifPresent(changes::add);
      }
      if (!changes.isEmpty()) {
        statements.add("BEGIN");
        statements.addAll(changes);
        statements.add("COMMIT");
      }
      for (Table table : some) {
        boolean counts =
            isTruncated(table)
                ? table.seed().isPresent() || table.counter().orElse(1) != 1
                : moved.contains(table) || reached.contains(table);
        if (counts) {
          count(table);
        }
      }
    }

    private static Optional<Difference> difference(Table table) {
      return table.seed().flatMap(Seed::difference);
    }

    private String fromTemplate(String statement) {
      return statement.replace(Recipe.SOURCE, blueprint.place());
    }

    /** Tables that are no longer as the triggers found them are of any size. */
    private boolean isTruncated(Table table) {
      if (table.versioned()) {
        return false;
      }
      Long more = added.get(table.name());
      long rows = more == null ? Rewinding.UNKNOWN : table.seed().map(Seed::rows).orElse(0L) + more;
      return !table.innodb()
          || table.triggers().onDelete()
          || reached.contains(table)
          || rewinding.isTruncated(table, moved.contains(table), rows);
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
