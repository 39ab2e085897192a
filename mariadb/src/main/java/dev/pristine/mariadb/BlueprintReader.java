package dev.pristine.mariadb;

import dev.pristine.mariadb.Blueprint.Difference;
import dev.pristine.mariadb.Blueprint.Seed;
import dev.pristine.mariadb.Blueprint.Table;
import dev.pristine.mariadb.Blueprint.Triggers;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads a template's blueprint in the template itself, which nobody changes. */
final class BlueprintReader {

  private static final String INNODB = "InnoDB";

  private final Statement statement;
  private final String place;
  private final Rewinding rewinding;

  private BlueprintReader(Statement statement, String place, Rewinding rewinding) {
    this.statement = statement;
    this.place = place;
    this.rewinding = rewinding;
  }

  static Blueprint read(Statement statement, String place) throws SQLException {
    return new BlueprintReader(statement, place, Rewinding.of(statement.getConnection())).read();
  }

  private Blueprint read() throws SQLException {
    List<TableCopies.Table> all = TableCopies.all(statement, place);
    // This opens the tables, without which MySQL does not know where all counters stand.
    Map<TableCopies.Table, String> fillings = TableCopies.fillings(statement, place, all);
    Map<String, Difference> differences = rewinding.differences(statement, place);
    Map<String, String> files = new HashMap<>();
    Map<String, OptionalLong> counters = new HashMap<>();
    ask(
        rewinding.tables(),
        row -> {
          files.put(row.getString(2), row.getString(1));
          long counter = row.getLong(3);
          return counters.put(
              row.getString(1), row.wasNull() ? OptionalLong.empty() : OptionalLong.of(counter));
        });
    Set<String> elusive = Set.copyOf(ask(rewinding.elusive(), row -> row.getString(1)));
    Map<String, Set<String>> cascades = cascades();
    Map<String, Triggers> triggers = triggers();
    List<Table> tables = new ArrayList<>();
    for (Map.Entry<TableCopies.Table, String> each : fillings.entrySet()) {
      TableCopies.Table table = each.getKey();
      String name = table.name();
      tables.add(
          new Table(
              name,
              INNODB.equals(table.engine()),
              table.versioned(),
              table.isWithoutRows(),
              seed(name, each.getValue(), Optional.ofNullable(differences.get(name))),
              counters.getOrDefault(name, OptionalLong.empty()),
              elusive.contains(name),
              cascades.getOrDefault(name, Set.of()),
              triggers.getOrDefault(name, Triggers.NONE)));
    }
    return Blueprint.of(place, tables, sequences(all), files);
  }

  private Optional<Seed> seed(String table, String filling, Optional<Difference> difference)
      throws SQLException {
    if (filling.isEmpty()) {
      return Optional.empty();
    }
    long rows =
        Sessions.query(
                statement,
                "SELECT count(*) FROM " + Sql.identifier(place, table),
                row -> row.getLong(1))
            .get(0);
    return Optional.of(new Seed(rows, filling, difference));
  }

  private Map<String, SequencePosition> sequences(List<TableCopies.Table> all) throws SQLException {
    Map<String, SequencePosition> sequences = new HashMap<>();
    for (TableCopies.Table each : all) {
      if (each.type().equals(TableCopies.SEQUENCE)) {
        sequences.put(each.name(), SequencePosition.of(statement, place, each.name()));
      }
    }
    return sequences;
  }

  private Map<String, Set<String>> cascades() throws SQLException {
    Map<String, Set<String>> cascades = new HashMap<>();
    ask(
        """
        SELECT referenced_table_name, table_name FROM information_schema.referential_constraints
        WHERE constraint_schema = %s AND (update_rule NOT IN ('RESTRICT', 'NO ACTION')
          OR delete_rule NOT IN ('RESTRICT', 'NO ACTION'))""",
        row ->
            cascades
                .computeIfAbsent(row.getString(1), parent -> new HashSet<>())
                .add(row.getString(2)));
    return cascades;
  }

  private Map<String, Triggers> triggers() throws SQLException {
    record Trigger(String table, String event, String timing, String body) {}
    List<Trigger> all =
        ask(
            "SELECT event_object_table, event_manipulation, action_timing, action_statement FROM information_schema.triggers WHERE trigger_schema = %s",
            row ->
                new Trigger(
                    row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
    Map<String, Triggers> triggers = new HashMap<>();
    if (all.isEmpty()) {
      return triggers;
    }
    Mentions mentions = Mentions.read(statement, place);
    for (Trigger trigger : all) {
      boolean onInsert = trigger.event.equals("INSERT");
      triggers.merge(
          trigger.table,
          new Triggers(
              onInsert,
              trigger.event.equals("DELETE"),
              onInsert && trigger.timing.equals("BEFORE"),
              onInsert ? mentions.reachedFrom(trigger.body) : Set.of()),
          BlueprintReader::both);
    }
    return triggers;
  }

  private static Triggers both(Triggers one, Triggers other) {
    Set<String> reached = new HashSet<>(one.reached());
    reached.addAll(other.reached());
    return new Triggers(
        one.onInsert() || other.onInsert(),
        one.onDelete() || other.onDelete(),
        one.altering() || other.altering(),
        reached);
  }

  private <T> List<T> ask(String question, Sessions.Row<T> row) throws SQLException {
    return Sessions.query(statement, question.formatted(Sql.literal(place)), row);
  }
}
