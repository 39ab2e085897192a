package dev.pristine.cli.bench;

import dev.pristine.PristineException;
import dev.pristine.cli.bench.InsertWriter.Parent;
import dev.pristine.cli.bench.InsertWriter.Value;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds tables of an unknown schema that accept rows, by trying: constraints and triggers can ask
 * for anything. Needs a database of its own, where rows stay.
 */
final class WorkloadSearch {

  private static final Logger log = LoggerFactory.getLogger(WorkloadSearch.class);

  private static final int MOST_TABLES = 3;

  /** Instead of the row's number where two rows may be alike: what constraints often allow. */
  private static final List<OptionalLong> NUMBERS =
      List.of(OptionalLong.empty(), OptionalLong.of(100), OptionalLong.of(1), OptionalLong.of(0));

  private final Connection connection;
  private final Schema schema;
  private final BinaryOperator<String> listedValue;
  private final Numbers numbers = new Numbers();

  /**
   * Searches over a connection.
   *
   * @param listedValue returns an expression for a value of a column that has its table's and its
   *     own name; empty for none
   */
  WorkloadSearch(Connection connection, Schema schema, BinaryOperator<String> listedValue) {
    this.connection = connection;
    this.schema = schema;
    this.listedValue = listedValue;
  }

  /** Returns what tests that write so many rows write, as far as that can be found. */
  Workload find(int rows) throws SQLException {
    connection.setAutoCommit(false);
    try {
      int tables = Math.min(MOST_TABLES, rows);
      int share = tables == 0 ? 0 : (rows + tables - 1) / tables;
      List<Writer> writers = new ArrayList<>(inserts(tables, share));
      if (writers.isEmpty()) {
        writers.addAll(updates(tables, share));
      }
      return new Workload(writers, writers.isEmpty() ? 0 : rows);
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** Takes tables that stand on their own first: what a test writes is then the rows it names. */
  private List<Writer> inserts(int tables, int share) throws SQLException {
    List<Writer> writers = new ArrayList<>();
    List<SchemaTable> dependent = new ArrayList<>();
    for (SchemaTable table : schema.tables()) {
      if (writers.size() == tables) {
        return writers;
      }
      if (parents(table).isEmpty()) {
        insert(table, share, Set.of()).filter(this::commits).ifPresent(writers::add);
      } else {
        dependent.add(table);
      }
    }
    for (SchemaTable table : dependent) {
      if (writers.size() == tables) {
        return writers;
      }
      insert(table, share, Set.of()).filter(this::commits).ifPresent(writers::add);
    }
    return writers;
  }

  /** Some constraints are looked at no earlier than when a transaction ends. */
  private boolean commits(InsertWriter writer) {
    try {
      writer.write(connection, 1, numbers);
      connection.commit();
      return true;
    } catch (SQLException refused) {
      return rolledBack();
    }
  }

  private boolean rolledBack() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      throw new PristineException("Cannot go on with the database: " + e.getMessage(), e);
    }
    return false;
  }

  private List<ForeignKey> parents(SchemaTable table) throws SQLException {
    return schema.foreignKeys(table).stream().filter(key -> key.binds(table)).toList();
  }

  /** Returns what inserts into a table; empty if nothing was found that does. */
  private Optional<InsertWriter> insert(SchemaTable table, int rows, Set<SchemaTable.Id> below)
      throws SQLException {
    Set<SchemaTable.Id> path = new HashSet<>(below);
    if (!path.add(table.id())) {
      return Optional.empty();
    }
    List<Parent> parents = new ArrayList<>();
    Set<Column> referring = new HashSet<>();
    for (ForeignKey key : parents(table)) {
      Optional<SchemaTable> parent = schema.table(key.parent());
      Optional<InsertWriter> writer =
          parent.isPresent() ? insert(parent.get(), 1, path) : Optional.empty();
      Map<Column, String> columns = new HashMap<>();
      key.columns().forEach((own, its) -> columns.put(table.column(own), its));
      columns.keySet().removeAll(referring);
      if (writer.isEmpty()) {
        return Optional.empty();
      }
      referring.addAll(columns.keySet());
      parents.add(new Parent(writer.get(), columns));
    }
    return values(table, parents, referring, rows);
  }

  private Optional<InsertWriter> values(
      SchemaTable table, List<Parent> parents, Set<Column> referring, int rows)
      throws SQLException {
    List<Column> columns = columnsToFill(table, referring);
    Map<Column, Filler> fillers = new LinkedHashMap<>();
    for (Column column : columns) {
      Optional<Filler> filler = filler(table, column);
      if (filler.isEmpty()) {
        return Optional.empty();
      }
      fillers.put(column, filler.get());
    }
    if (columns.isEmpty() && referring.isEmpty()) {
      return Optional.empty();
    }
    Set<String> unique = schema.unique(table);
    for (OptionalLong number : NUMBERS) {
      List<Value> values = new ArrayList<>();
      fillers.forEach(
          (column, filler) ->
              values.add(
                  new Value(
                      column,
                      filler,
                      unique.contains(column.plainName()) ? OptionalLong.empty() : number)));
      InsertWriter writer = new InsertWriter(table, values, parents);
      if (works(() -> writer.write(connection, rows, numbers))) {
        return Optional.of(writer);
      }
    }
    return Optional.empty();
  }

  /** Returns what cannot be left out; if all can, one column, because a row needs some value. */
  private List<Column> columnsToFill(SchemaTable table, Set<Column> referring) throws SQLException {
    List<Column> free =
        table.columns().stream().filter(column -> !referring.contains(column)).toList();
    List<Column> required = free.stream().filter(Column::required).toList();
    if (!required.isEmpty() || !referring.isEmpty()) {
      return required;
    }
    Set<String> foreign = new HashSet<>();
    schema.foreignKeys(table).forEach(key -> foreign.addAll(key.columns().keySet()));
    return free.stream()
        .filter(column -> column.empty() && !foreign.contains(column.plainName()))
        .limit(1)
        .toList();
  }

  /** Returns the first that the column's type takes, which is seen without any row. */
  private Optional<Filler> filler(SchemaTable table, Column column) throws SQLException {
    if (column.listsItsValues()) {
      return listed(table, column);
    }
    String sql = "UPDATE %s SET %s = ? WHERE 1 = 0".formatted(table.name(), column.name());
    for (Filler candidate : Filler.candidates(column)) {
      if (works(
          () -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
              candidate.fill(statement, 1, numbers.next());
              statement.executeUpdate();
            }
          })) {
        return Optional.of(candidate);
      }
    }
    return listed(table, column);
  }

  private Optional<Filler> listed(SchemaTable table, Column column) throws SQLException {
    String expression = listedValue.apply(table.name(), column.name());
    List<Filler> found = new ArrayList<>();
    if (!expression.isEmpty()) {
      works(
          () -> {
            try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + expression)) {
              rows.next();
              String value = rows.getString(1);
              found.add(column.listsItsValues() ? Filler.text(value) : Filler.untyped(value));
            }
          });
    }
    return found.stream().findFirst();
  }

  private List<Writer> updates(int tables, int share) throws SQLException {
    List<Writer> writers = new ArrayList<>();
    for (SchemaTable table : schema.tables()) {
      List<Column> key = schema.primaryKey(table).stream().map(table::column).toList();
      if (writers.size() < tables && !key.isEmpty()) {
        works(
            () -> {
              UpdateWriter writer = new UpdateWriter(table, key, rows(table, key, share));
              writer.write(connection, share, numbers);
              if (!writer.rows().isEmpty()) {
                writers.add(writer);
              }
            });
      }
    }
    return writers;
  }

  private List<List<Object>> rows(SchemaTable table, List<Column> key, int most)
      throws SQLException {
    String names = String.join(", ", key.stream().map(Column::name).toList());
    List<List<Object>> found = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.setMaxRows(most);
      try (ResultSet rows =
          statement.executeQuery("SELECT %s FROM %s".formatted(names, table.name()))) {
        while (rows.next()) {
          List<Object> row = new ArrayList<>();
          for (int i = 1; i <= key.size(); i++) {
            row.add(rows.getObject(i));
          }
          found.add(row);
        }
      }
    }
    return found;
  }

  /** Something that may be refused. */
  private interface Attempt {
    void run() throws SQLException;
  }

  /** Tries something; what it wrote is undone. */
  private boolean works(Attempt attempt) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      attempt.run();
      return true;
    } catch (SQLException refused) {
      log.debug("Refused: {}", refused.getMessage());
      return false;
    } finally {
      connection.rollback(before);
      connection.releaseSavepoint(before);
    }
  }
}
