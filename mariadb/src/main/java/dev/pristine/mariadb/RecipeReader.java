package dev.pristine.mariadb;

import dev.pristine.mariadb.TableCopies.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads from a migrated schema how to make another like it. */
final class RecipeReader {

  private final Statement statement;
  private final String place;
  private final String endOfProgram;
  private final List<String> steps = new ArrayList<>();
  private Surroundings surroundings;

  private RecipeReader(Statement statement, String place, String collation) throws SQLException {
    this.statement = statement;
    this.place = place;
    this.endOfProgram =
        Dialect.of(statement.getConnection()).programsEndMessages() ? Recipe.END : "";
    this.surroundings = Surroundings.ours(collation);
  }

  /**
   * Reads it.
   *
   * @param place the schema
   * @param grants what was granted on it
   * @param tester is granted everything on each copy, and not what it happened to be granted here;
   *     null for nobody
   */
  static Recipe read(Statement statement, String place, List<Grant> grants, @Nullable String tester)
      throws SQLException {
    RecipeReader reader = in(statement, place);
    List<Table> tables = TableCopies.all(statement, place);
    TableCopies copies = TableCopies.read(statement, place, tables);
    reader.readAll(tables, copies.definitions(), copies.filling(), grants, tester);
    return new Recipe(reader.steps, copies.ephemeral());
  }

  /** Reads the same but for the rows: {@link Recipe#definitions}. */
  static List<String> definitions(
      Statement statement, String place, List<Grant> grants, @Nullable String tester)
      throws SQLException {
    RecipeReader reader = in(statement, place);
    List<Table> tables = TableCopies.all(statement, place);
    List<String> definitions = TableCopies.definitions(statement, place, tables);
    reader.readAll(tables, definitions, List.of(), grants, tester);
    return reader.steps;
  }

  private static RecipeReader in(Statement statement, String place) throws SQLException {
    String collation =
        Sessions.query(
                statement,
                "SELECT default_collation_name FROM information_schema.schemata WHERE schema_name = "
                    + Sql.literal(place),
                row -> row.getString(1))
            .get(0);
    return new RecipeReader(statement, place, collation);
  }

  private void readAll(
      List<Table> tables,
      List<String> definitions,
      List<String> filling,
      List<Grant> grants,
      @Nullable String tester)
      throws SQLException {
    Surroundings ours = surroundings;
    readDatabase(tester);
    readSequences(named(tables, TableCopies.SEQUENCE));
    steps.addAll(definitions);
    steps.addAll(filling);
    // Functions before the views that use them; triggers only when the rows are there.
    readRoutines();
    readTriggers();
    readViews(named(tables, TableCopies.VIEW));
    readEvents();
    surround(ours);
    for (Grant grant : grants) {
      if (!grant.grantee().equals(tester)) {
        steps.add(grant.toSql(Recipe.TARGET, Recipe.TARGET_PATTERN));
      }
    }
    steps.add("USE " + Registry.DATABASE);
  }

  private static List<String> named(List<Table> tables, String type) {
    return tables.stream().filter(table -> table.type().equals(type)).map(Table::name).toList();
  }

  private void readDatabase(@Nullable String tester) throws SQLException {
    add(
        Sessions.query(
                statement, "SHOW CREATE DATABASE " + Sql.identifier(place), row -> row.getString(2))
            .get(0));
    if (tester != null) {
      steps.add(Grant.everything(tester).toSql(Recipe.TARGET, Recipe.TARGET_PATTERN));
    }
    steps.add("USE " + Sql.identifier(Recipe.TARGET));
  }

  private void readSequences(List<String> names) throws SQLException {
    for (String name : names) {
      String sequence = Sql.identifier(place, name);
      add(
          Sessions.query(statement, "SHOW CREATE SEQUENCE " + sequence, row -> row.getString(2))
              .get(0));
      SequencePosition position = SequencePosition.of(statement, place, name);
      if (position.isMoved()) {
        steps.add(position.restoring(Sql.identifier(name)));
      }
    }
  }

  private void readRoutines() throws SQLException {
    List<String[]> routines =
        Sessions.query(
            statement,
            """
            SELECT routine_type, routine_name FROM information_schema.routines
            WHERE routine_schema = %s
            ORDER BY field(routine_type, 'PACKAGE', 'PACKAGE BODY', 'FUNCTION', 'PROCEDURE'), 2"""
                .formatted(Sql.literal(place)),
            row -> new String[] {row.getString(1), row.getString(2)});
    for (String[] routine : routines) {
      show(
          "SHOW CREATE %s %s".formatted(routine[0], Sql.identifier(place, routine[1])),
          3,
          endOfProgram,
          Surroundings::ofProgram);
    }
  }

  private void readTriggers() throws SQLException {
    String order = "event_object_table, action_timing, event_manipulation, action_order";
    for (String name : names("trigger_name", "triggers", "trigger_schema", order)) {
      show(
          "SHOW CREATE TRIGGER " + Sql.identifier(place, name),
          3,
          endOfProgram,
          Surroundings::ofProgram);
    }
  }

  private void readEvents() throws SQLException {
    for (String name : names("event_name", "events", "event_schema", "event_name")) {
      show(
          "SHOW CREATE EVENT " + Sql.identifier(place, name),
          4,
          endOfProgram,
          Surroundings::ofEvent);
    }
  }

  /** Views go after those that they are made of. */
  private void readViews(List<String> names) throws SQLException {
    Map<String, String> definitions = new LinkedHashMap<>();
    for (String name : names) {
      definitions.put(
          name,
          Sessions.query(
                  statement,
                  "SHOW CREATE VIEW " + Sql.identifier(place, name),
                  row -> row.getString(2))
              .get(0));
    }
    Set<String> ordered = new LinkedHashSet<>();
    for (String name : definitions.keySet()) {
      addAfterItsParts(name, definitions, ordered, new LinkedHashSet<>());
    }
    for (String name : ordered) {
      show("SHOW CREATE VIEW " + Sql.identifier(place, name), 2, "", Surroundings::ofView);
    }
  }

  /** Read from another database, a definition names each table and view with its own. */
  private void addAfterItsParts(
      String name, Map<String, String> definitions, Set<String> ordered, Set<String> above) {
    if (ordered.contains(name) || !above.add(name)) {
      return;
    }
    String definition = definitions.getOrDefault(name, "");
    for (String other : definitions.keySet()) {
      if (!other.equals(name) && definition.contains(Sql.identifier(place, other))) {
        addAfterItsParts(other, definitions, ordered, above);
      }
    }
    ordered.add(name);
  }

  /** Reads the settings that an object keeps. */
  private interface Reading {
    Surroundings of(ResultSet row, String definition) throws SQLException;
  }

  private void show(String sql, int column, String ending, Reading reading) throws SQLException {
    record Shown(@Nullable String definition, Surroundings surroundings) {}
    Shown shown =
        Sessions.query(
                statement,
                sql,
                row -> {
                  String definition = row.getString(column);
                  return new Shown(
                      definition, reading.of(row, definition == null ? "" : definition));
                })
            .get(0);
    if (shown.definition == null) {
      throw new SQLException(
          "%s tells nothing: the administering account lacks the right to see it".formatted(sql),
          "42501");
    }
    surround(shown.surroundings);
    add(shown.definition + ending);
  }

  private void surround(Surroundings wanted) {
    if (!wanted.toSql().equals(surroundings.toSql())) {
      steps.add(wanted.toSql());
    }
    boolean same = wanted.database().isEmpty() || wanted.database().equals(surroundings.database());
    if (!same) {
      steps.add(
          "ALTER DATABASE %s COLLATE %s"
              .formatted(Sql.identifier(Recipe.TARGET), wanted.database()));
    }
    surroundings =
        same
            ? new Surroundings(
                wanted.sqlMode(),
                wanted.client(),
                wanted.connection(),
                wanted.timeZone(),
                surroundings.database())
            : wanted;
  }

  private void add(String definition) {
    steps.add(Recipe.generalise(definition, place));
  }

  private List<String> names(String column, String view, String schemaColumn, String order)
      throws SQLException {
    return Sessions.query(
        statement,
        "SELECT %s FROM information_schema.%s WHERE %s = %s ORDER BY %s"
            .formatted(column, view, schemaColumn, Sql.literal(place), order),
        row -> row.getString(1));
  }
}
