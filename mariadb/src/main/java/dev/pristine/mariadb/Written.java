package dev.pristine.mariadb;

import dev.pristine.mariadb.Blueprint.Table;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What was written to in a clone.
 *
 * @param tables the tables whose rows may differ from the template's, by name
 * @param sequences the names of sequences, and of what the template does not have
 * @param moved the tables that may give another number next
 */
record Written(Map<String, Table> tables, Set<String> sequences, Set<Table> moved) {

  /**
   * Sorts it.
   *
   * @param names the tables and sequences that were written to, cascades included
   * @param glance what was told besides
   */
  static Written of(Blueprint blueprint, Collection<String> names, Glance glance) {
    Map<String, Table> tables = new LinkedHashMap<>();
    Set<String> sequences = new LinkedHashSet<>();
    for (String name : names) {
      Table table = blueprint.tables().get(name);
      if (table != null) {
        tables.put(name, table);
      } else {
        sequences.add(name);
      }
    }
    Set<Table> moved = new LinkedHashSet<>();
    glance
        .counters()
        .ifPresentOrElse(
            all ->
                all.forEach(
                    (file, next) -> {
                      Table table = blueprint.files().get(file);
                      if (table != null && table.innodb() && hasMoved(table, next)) {
                        moved.add(table);
                      }
                    }),
            () -> moved.addAll(tables.values()));
    glance
        .elusive()
        .forEach(
            (name, next) -> {
              Table table = blueprint.tables().get(name);
              if (table != null && hasMoved(table, next)) {
                moved.add(table);
              }
            });
    return new Written(tables, sequences, moved);
  }

  /** Returns the same where others may give another number next. */
  Written moving(Set<Table> others) {
    return new Written(tables, sequences, others);
  }

  private static boolean hasMoved(Table table, long next) {
    return table.counter().isPresent() && table.counter().getAsLong() != next;
  }
}
