package dev.pristine.mariadb;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What must be known of a template in order to tell what changed in a copy, and to restore it.
 *
 * @param place the template's schema, where the rows are copied from
 * @param tables the tables, by name
 * @param sequences where the sequences stand, by name
 * @param files the tables, by the names of their files
 */
record Blueprint(
    String place,
    Map<String, Table> tables,
    Map<String, SequencePosition> sequences,
    Map<String, Table> files) {

  Blueprint {
    tables = Map.copyOf(tables);
    sequences = Map.copyOf(sequences);
    files = Map.copyOf(files);
  }

  static Blueprint of(
      String place,
      Collection<Table> tables,
      Map<String, SequencePosition> sequences,
      Map<String, String> files) {
    Map<String, Table> byName = new HashMap<>();
    tables.forEach(table -> byName.put(table.name, table));
    Map<String, Table> byFile = new HashMap<>();
    files.forEach(
        (file, name) -> {
          Table table = byName.get(name);
          if (table != null) {
            byFile.put(file, table);
          }
        });
    return new Blueprint(place, byName, sequences, byFile);
  }

  /**
   * A table.
   *
   * @param name its name
   * @param innodb whether it is one of InnoDB
   * @param versioned whether it keeps its rows' history
   * @param elsewhere whether its rows are elsewhere
   * @param seed its rows; empty if there are none
   * @param counter the number that it gives next; empty if it gives none
   * @param elusive whether {@code counter} may move without anything being counted or written down
   * @param cascading the tables that InnoDB itself changes when rows of this one are changed
   * @param triggers what its triggers do
   */
  record Table(
      String name,
      boolean innodb,
      boolean versioned,
      boolean elsewhere,
      Optional<Seed> seed,
      OptionalLong counter,
      boolean elusive,
      Set<String> cascading,
      Triggers triggers) {

    Table {
      cascading = Set.copyOf(cascading);
    }
  }

  /**
   * Rows.
   *
   * @param rows how many
   * @param filling the statement that copies them from the template, as recipes have it
   * @param difference how to copy only those that differ; empty if all are copied
   */
  record Seed(long rows, String filling, Optional<Difference> difference) {}

  /**
   * How rows are brought back by their key, as recipes have it.
   *
   * @param deleting the statement that deletes those that the template does not have exactly so
   * @param inserting the statement that then copies those that are missing
   */
  record Difference(String deleting, String inserting) {}

  /**
   * What a table's triggers do when its rows are restored: they cannot be muted.
   *
   * @param onInsert whether any is called when rows are inserted
   * @param onDelete whether any is called when rows are deleted
   * @param altering whether any may change what is inserted
   * @param reached the names of all tables and sequences that those for insertions may write to
   */
  record Triggers(boolean onInsert, boolean onDelete, boolean altering, Set<String> reached) {

    static final Triggers NONE = new Triggers(false, false, false, Set.of());

    Triggers {
      reached = Set.copyOf(reached);
    }
  }

  /** Returns the names of the tables whose counters must be looked at each time. */
  List<String> elusive() {
    return tables.values().stream().filter(Table::elusive).map(Table::name).toList();
  }

  /** Returns the names of tables, and of all that InnoDB itself has changed with them. */
  Set<String> withCascades(Collection<String> names) {
    Set<String> all = new HashSet<>(names);
    Deque<String> left = new ArrayDeque<>(all);
    while (!left.isEmpty()) {
      Table table = tables.get(left.pop());
      if (table != null) {
        table.cascading.stream().filter(all::add).forEach(left::push);
      }
    }
    return all;
  }
}
