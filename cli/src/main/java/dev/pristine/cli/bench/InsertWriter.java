package dev.pristine.cli.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Inserts rows with as few values as their table needs, and before them one row into each table
 * that they have to refer to.
 *
 * @param table the table
 * @param values what goes into which column
 * @param parents what the rows refer to
 */
record InsertWriter(SchemaTable table, List<Value> values, List<Parent> parents) implements Writer {

  InsertWriter {
    values = List.copyOf(values);
    parents = List.copyOf(parents);
  }

  /**
   * What goes into a column.
   *
   * @param always the number to fill it with, if not that of the row
   */
  record Value(Column column, Filler filler, OptionalLong always) {}

  /**
   * A row that is inserted first.
   *
   * @param writer inserts it
   * @param columns the columns that refer to it, and for each the name of the parent's
   */
  record Parent(InsertWriter writer, Map<Column, String> columns) {
    Parent {
      columns = Map.copyOf(columns);
    }
  }

  /** Tells which tables get a row before, for the others to refer to. */
  Stream<String> referredTables() {
    return parents.stream()
        .flatMap(
            parent ->
                Stream.concat(
                    parent.writer.referredTables(), Stream.of(parent.writer.table.id().toString())))
        .distinct();
  }

  @Override
  public void write(Connection connection, int rows, Numbers numbers) throws SQLException {
    List<Reference> references = insertParents(connection, numbers);
    try (PreparedStatement statement = connection.prepareStatement(sql(references))) {
      for (int i = 0; i < rows; i++) {
        fill(statement, references, numbers.next());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  @Override
  public List<String> nextKeys(Connection connection, Numbers numbers) throws SQLException {
    List<String> automatic =
        table.columns().stream().filter(Column::automatic).map(Column::plainName).toList();
    return automatic.isEmpty()
        ? List.of()
        : List.copyOf(
            insertOne(connection, numbers, automatic).values().stream()
                .map(String::valueOf)
                .toList());
  }

  /** A column, and what it must hold to refer to a row that was inserted. */
  private record Reference(Column column, @Nullable Object value) {}

  private List<Reference> insertParents(Connection connection, Numbers numbers)
      throws SQLException {
    List<Reference> references = new ArrayList<>();
    for (Parent parent : parents) {
      List<String> referred = parent.columns.values().stream().distinct().toList();
      Map<String, Object> row = parent.writer.insertOne(connection, numbers, referred);
      for (Map.Entry<Column, String> each : parent.columns.entrySet()) {
        references.add(new Reference(each.getKey(), row.get(each.getValue())));
      }
    }
    return references;
  }

  private Map<String, Object> insertOne(
      Connection connection, Numbers numbers, List<String> returned) throws SQLException {
    List<Reference> references = insertParents(connection, numbers);
    String returning =
        returned.stream().map(name -> table.column(name).name()).collect(Collectors.joining(", "));
    try (PreparedStatement statement =
        connection.prepareStatement(sql(references) + " RETURNING " + returning)) {
      fill(statement, references, numbers.next());
      Map<String, Object> row = new HashMap<>();
      try (ResultSet inserted = statement.executeQuery()) {
        inserted.next();
        for (int i = 0; i < returned.size(); i++) {
          row.put(returned.get(i), inserted.getObject(i + 1));
        }
      }
      return row;
    }
  }

  private String sql(List<Reference> references) {
    List<String> names =
        Stream.concat(
                values.stream().map(Value::column), references.stream().map(Reference::column))
            .map(Column::name)
            .toList();
    return "INSERT INTO %s (%s) VALUES (%s)"
        .formatted(
            table.name(),
            String.join(", ", names),
            names.stream().map(any -> "?").collect(Collectors.joining(", ")));
  }

  private void fill(PreparedStatement statement, List<Reference> references, long number)
      throws SQLException {
    int parameter = 0;
    for (Value value : values) {
      value.filler.fill(statement, ++parameter, value.always.orElse(number));
    }
    for (Reference reference : references) {
      statement.setObject(++parameter, reference.value);
    }
  }
}
