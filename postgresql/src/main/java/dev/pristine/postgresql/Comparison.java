package dev.pristine.postgresql;

import dev.pristine.postgresql.Blueprint.Seed;
import dev.pristine.postgresql.Blueprint.Sequence;
import dev.pristine.postgresql.Blueprint.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Compares a clone with its blueprint, whatever the log told: all rows, all sequences, and all that
 * the catalogs tell of the application's objects.
 */
final class Comparison {

  private static final String FILLED =
      "SELECT c.oid::bigint FROM pg_class c WHERE c.relkind IN ('r', 'm') AND c.oid >= 16384 AND pg_relation_size(c.oid) > 0";

  private final Statement statement;
  private final Blueprint blueprint;

  private Comparison(Statement statement, Blueprint blueprint) {
    this.statement = statement;
    this.blueprint = blueprint;
  }

  /** Returns what differs, for people; empty if nothing does. */
  static Optional<String> of(Statement statement, Blueprint blueprint) throws SQLException {
    Comparison comparison = new Comparison(statement, blueprint);
    Optional<String> difference = comparison.rows();
    if (difference.isEmpty()) {
      difference = comparison.sequences();
    }
    return difference.isEmpty() ? comparison.catalogs() : difference;
  }

  /** Returns in what a table or materialized view differs; empty if it does not. */
  static Optional<String> ofTable(Statement statement, Table table) throws SQLException {
    return ofTables(statement, Map.of(table.id(), table));
  }

  private Optional<String> rows() throws SQLException {
    List<Long> filled = Sessions.query(statement, FILLED, row -> row.getLong(1));
    // A table without a file is surely empty, and most are.
    Map<Long, Table> tables = new HashMap<>();
    for (Table table : blueprint.tables().values()) {
      if (table.seed().isPresent() || filled.contains(table.id())) {
        tables.put(table.id(), table);
      }
    }
    return ofTables(statement, tables);
  }

  private static Optional<String> ofTables(Statement statement, Map<Long, Table> tables)
      throws SQLException {
    List<String> questions =
        tables.values().stream()
            .map(
                table ->
                    "SELECT %d::bigint, %s FROM ONLY %s t"
                        .formatted(table.id(), BlueprintReader.ROWS_DIGEST, table.name()))
            .toList();
    for (String question : BlueprintReader.together(questions)) {
      try (ResultSet row = statement.executeQuery(question)) {
        while (row.next()) {
          Table table = Objects.requireNonNull(tables.get(row.getLong(1)));
          long expected = table.seed().map(Seed::rows).orElse(0L);
          String digest = table.seed().map(Seed::digest).orElse("0");
          if (row.getLong(2) != expected || !row.getString(3).equals(digest)) {
            return Optional.of(
                "the table %s has %d rows, the template has %d%s"
                    .formatted(
                        table.name(),
                        row.getLong(2),
                        expected,
                        row.getLong(2) == expected ? " with another content" : ""));
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> sequences() throws SQLException {
    List<String> questions =
        blueprint.sequences().values().stream()
            .map(
                sequence ->
                    "SELECT %d::bigint, last_value, is_called FROM %s"
                        .formatted(sequence.id(), sequence.name()))
            .toList();
    for (String question : BlueprintReader.together(questions)) {
      try (ResultSet row = statement.executeQuery(question)) {
        while (row.next()) {
          Sequence sequence = Objects.requireNonNull(blueprint.sequences().get(row.getLong(1)));
          if (row.getLong(2) != sequence.value() || row.getBoolean(3) != sequence.called()) {
            return Optional.of(
                "the sequence %s stands at %d, in the template at %d"
                    .formatted(sequence.name(), row.getLong(2), sequence.value()));
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> catalogs() throws SQLException {
    List<Blueprint.Catalog> catalogs =
        blueprint.catalogs().values().stream()
            .filter(catalog -> SchemaCheck.matters(catalog) && catalog.isReadable())
            .collect(Collectors.toCollection(ArrayList::new));
    List<String> questions = catalogs.stream().map(BlueprintReader::digesting).toList();
    for (String question : BlueprintReader.together(questions)) {
      try (ResultSet row = statement.executeQuery(question)) {
        while (row.next()) {
          Blueprint.Catalog catalog =
              Objects.requireNonNull(blueprint.catalogs().get(row.getLong(1)));
          boolean asMany = row.getLong(2) == catalog.rows();
          if (!asMany || !row.getString(3).equals(catalog.digest())) {
            return Optional.of(
                "the catalog %s has %d rows, the template has %d%s"
                    .formatted(
                        catalog.name(),
                        row.getLong(2),
                        catalog.rows(),
                        asMany ? " with another content" : ""));
          }
        }
      }
    }
    return Optional.empty();
  }
}
