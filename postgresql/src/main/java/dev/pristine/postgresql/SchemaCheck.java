package dev.pristine.postgresql;

import dev.pristine.postgresql.Blueprint.Catalog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the schema is still the template's, though its catalogs were written to: by temporary
 * tables that are gone, by what was rolled back, by what only moved a table to another file.
 *
 * @param difference what is not as it was, for people; empty if all is
 * @param moved relations that are in other files now, by object id
 */
record SchemaCheck(Optional<String> difference, Map<Long, Long> moved) {

  /** The catalog of relations, by object id. */
  static final long RELATIONS = 1259;

  private static final long TRIGGERS = 2620;

  /** What the planner knows of the data; it is not part of the schema. */
  private static final Set<String> STATISTICS =
      Set.of("pg_catalog.pg_statistic", "pg_catalog.pg_statistic_ext_data");

  private static final String NEWER_RELATIONS =
      "SELECT c.oid::bigint, "
          + BlueprintReader.RELATION_DIGEST
          + ", coalesce(pg_relation_filenode(c.oid), 0)::bigint, c.oid::regclass::text FROM pg_class c WHERE %s";

  private static final String NEWER_TRIGGERS =
      "SELECT t.oid::bigint, "
          + BlueprintReader.TRIGGER_DIGEST
          + ", 0, format('%%I on %%s', t.tgname, t.tgrelid::regclass) FROM pg_trigger t WHERE %s";

  /** Tells whether a catalog is part of the schema. */
  static boolean matters(Catalog catalog) {
    return !STATISTICS.contains(catalog.name());
  }

  /**
   * Compares catalogs that were written to with their blueprint, and looks what is in files that
   * the blueprint does not know.
   */
  static SchemaCheck of(
      Statement statement,
      Blueprint blueprint,
      Collection<Catalog> written,
      Collection<Long> unknown,
      Newness newness)
      throws SQLException {
    Optional<Catalog> closed = written.stream().filter(each -> !each.readable()).findFirst();
    if (closed.isPresent()) {
      return different(
          "%s was written to, which the administering role may not read"
              .formatted(closed.get().name()));
    }
    List<String> questions =
        written.stream()
            .map(
                catalog ->
                    BlueprintReader.counting(
                        catalog.id(),
                        catalog.name(),
                        ", count(*) FILTER (WHERE %s)".formatted(newness.condition("c"))))
            .toList();
    boolean relations = false;
    boolean triggers = false;
    for (String question : BlueprintReader.together(questions)) {
      try (ResultSet row = statement.executeQuery(question)) {
        while (row.next()) {
          long id = row.getLong(1);
          Catalog catalog = Objects.requireNonNull(blueprint.catalogs().get(id));
          long newer = row.getLong(3);
          boolean comparable = id == RELATIONS || id == TRIGGERS;
          if (row.getLong(2) != catalog.rows() || (newer > 0 && !comparable)) {
            return different(
                "%s has %d rows (%d of them new), the template has %d"
                    .formatted(catalog.name(), row.getLong(2), newer, catalog.rows()));
          }
          relations |= newer > 0 && id == RELATIONS;
          triggers |= newer > 0 && id == TRIGGERS;
        }
      }
    }
    Map<Long, Long> moved = new HashMap<>();
    Optional<String> difference =
        relations
            ? compare(statement, NEWER_RELATIONS, blueprint.relations(), newness, "c", moved)
            : Optional.empty();
    if (difference.isEmpty() && triggers) {
      difference =
          compare(statement, NEWER_TRIGGERS, blueprint.triggers(), newness, "t", new HashMap<>());
    }
    if (difference.isEmpty() && !moved.values().containsAll(unknown)) {
      locate(statement, unknown, moved);
    }
    return new SchemaCheck(difference, Map.copyOf(moved));
  }

  /** Finds the relations that are in some files, if there are any. */
  private static void locate(Statement statement, Collection<Long> files, Map<Long, Long> moved)
      throws SQLException {
    String list = files.stream().map(String::valueOf).collect(Collectors.joining(", "));
    try (ResultSet row =
        statement.executeQuery(
            "SELECT c.oid::bigint, pg_relation_filenode(c.oid)::bigint FROM pg_class c WHERE pg_relation_filenode(c.oid)::bigint IN (%s)"
                .formatted(list))) {
      while (row.next()) {
        moved.put(row.getLong(1), row.getLong(2));
      }
    }
  }

  private static SchemaCheck different(String how) {
    return new SchemaCheck(Optional.of(how), Map.of());
  }

  private static Optional<String> compare(
      Statement statement,
      String question,
      Map<Long, Long> digests,
      Newness newness,
      String alias,
      Map<Long, Long> files)
      throws SQLException {
    try (ResultSet row = statement.executeQuery(question.formatted(newness.condition(alias)))) {
      while (row.next()) {
        Long digest = digests.get(row.getLong(1));
        if (digest == null || digest != row.getLong(2)) {
          return Optional.of(row.getString(4) + " is defined differently");
        }
        files.put(row.getLong(1), row.getLong(3));
      }
    }
    return Optional.empty();
  }
}
