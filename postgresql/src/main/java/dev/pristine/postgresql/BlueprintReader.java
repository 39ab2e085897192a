package dev.pristine.postgresql;

import dev.pristine.postgresql.Blueprint.Catalog;
import dev.pristine.postgresql.Blueprint.Seed;
import dev.pristine.postgresql.Blueprint.Sequence;
import dev.pristine.postgresql.Blueprint.Table;
import java.sql.Array;
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
import java.util.stream.Stream;

/** Reads the blueprint of a template from a copy that nobody has been in. */
final class BlueprintReader {

  /** Objects below were there before the application came. */
  static final long FIRST_OF_APPLICATION = 16384;

  /** Tables whose files are larger than this are not kept in memory, nor more than this in all. */
  private static final long LARGEST_TABLE_KEPT = 1 << 20;

  private static final long MOST_KEPT = 16 << 20;

  /** How many tables one statement asks for: the planner's work grows faster than their number. */
  private static final int AT_ONCE = 50;

  /** {@code pg_class} without what is only how it is stored. */
  static final String RELATION_DIGEST =
      """
      hashtextextended(ROW(c.oid, c.relname, c.relnamespace, c.reltype, c.reloftype, c.relowner, c.relam, c.reltablespace,
        c.reltoastrelid, c.relhasindex, c.relpersistence, c.relkind, c.relnatts, c.relchecks, c.relhasrules, c.relhastriggers,
        c.relhassubclass, c.relrowsecurity, c.relforcerowsecurity, c.relispopulated, c.relreplident, c.relispartition,
        c.relacl, c.reloptions, c.relpartbound)::text, 0)""";

  /** The same without what vacuum corrects when it comes to it. */
  private static final String LASTING_RELATION_DIGEST =
      Stream.of("relhasindex", "relhasrules", "relhastriggers", "relhassubclass")
          .reduce(
              RELATION_DIGEST, (digest, column) -> digest.replace(" c.%s,".formatted(column), ""));

  static final String TRIGGER_DIGEST = "hashtextextended(t::text, 0)";

  /**
   * What sums up the rows of a table, whose alias is {@code t}. Written so that it means the row
   * even if a column has that name.
   */
  static final String ROWS_DIGEST =
      "count(*), coalesce(sum(hashtextextended((t.*)::text, 0)::numeric), 0)::text";

  private static final String RELATIONS =
      """
      SELECT c.oid::bigint, c.relkind::text, c.relpersistence <> 'u', c.relisshared,
        format('%%I.%%I', n.nspname, c.relname), coalesce(pg_relation_filenode(c.oid), 0)::bigint,
        coalesce(i.indrelid, m.oid, 0)::bigint, %s,
        CASE WHEN c.relkind IN ('r', 'm') AND c.oid >= 16384 THEN pg_relation_size(c.oid) ELSE 0 END,
        CASE WHEN c.relkind = 'r' AND c.oid < 16384 THEN has_table_privilege(c.oid, 'SELECT') ELSE true END,
        c.relhasindex
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_index i ON i.indexrelid = c.oid
      LEFT JOIN pg_class m ON c.relkind = 't' AND m.reltoastrelid = c.oid"""
          .formatted(RELATION_DIGEST);

  private static final String WATCHED =
      """
      SELECT tgrelid::bigint FROM pg_trigger WHERE tgenabled IN ('A', 'R')
      UNION SELECT ev_class::bigint FROM pg_rewrite WHERE ev_enabled IN ('A', 'R')""";

  /**
   * In all but one the first column names the object, or the one that a row belongs to. The tables
   * of {@code information_schema} tell of no objects.
   */
  private static final String CATALOG_KEYS =
      """
      SELECT a.attrelid::bigint, quote_ident(a.attname) FROM pg_attribute a
      WHERE a.attrelid < 16384 AND a.atttypid IN ('pg_catalog.oid'::regtype, 'pg_catalog.regproc'::regtype)
        AND a.attnum = CASE a.attrelid WHEN 'pg_catalog.pg_depend'::regclass THEN 2 ELSE 1 END""";

  private static final String TRIGGERS =
      "SELECT t.oid::bigint, " + TRIGGER_DIGEST + " FROM pg_trigger t";

  private final Statement statement;
  private final Map<Long, Relation> relations = new HashMap<>();

  private BlueprintReader(Statement statement) {
    this.statement = statement;
  }

  private record Relation(
      long id,
      String kind,
      boolean logged,
      boolean shared,
      String name,
      long file,
      long owner,
      long digest,
      long size,
      boolean readable,
      boolean indexed) {

    boolean ofApplication() {
      return id >= FIRST_OF_APPLICATION;
    }
  }

  private record Columns(List<String> all, List<String> key) {}

  private record Rows(long number, String digest, Optional<String> content) {}

  /** Reads it on a session that has all names qualified and sends statements together. */
  static Blueprint read(Statement statement) throws SQLException {
    return new BlueprintReader(statement).read();
  }

  private Blueprint read() throws SQLException {
    Sessions.query(
            statement,
            RELATIONS,
            row ->
                new Relation(
                    row.getLong(1),
                    row.getString(2),
                    row.getBoolean(3),
                    row.getBoolean(4),
                    row.getString(5),
                    row.getLong(6),
                    row.getLong(7),
                    row.getLong(8),
                    row.getLong(9),
                    row.getBoolean(10),
                    row.getBoolean(11)))
        .forEach(relation -> relations.put(relation.id, relation));
    Map<Long, Long> files = new HashMap<>();
    Map<Long, Long> owners = new HashMap<>();
    for (Relation relation : relations.values()) {
      if (relation.file != 0 && !relation.shared) {
        long owner = owner(relation).id;
        files.put(relation.file, owner);
        owners.put(relation.id, owner);
      }
    }
    return new Blueprint(
        Map.copyOf(files),
        Map.copyOf(owners),
        tables(),
        sequences(),
        catalogs(),
        relations.values().stream()
            .collect(Collectors.toUnmodifiableMap(Relation::id, Relation::digest)),
        ofApplication("rm").stream()
            .filter(relation -> !relation.indexed)
            .map(Relation::id)
            .toList(),
        pairs(TRIGGERS));
  }

  /** An index's table, a TOAST table's table, of the index of a TOAST table that one's table. */
  private Relation owner(Relation relation) {
    Relation owner = relation;
    while (owner.owner != 0) {
      Relation next = relations.get(owner.owner);
      if (next == null) {
        return owner;
      }
      owner = next;
    }
    return owner;
  }

  private List<Relation> ofApplication(String kinds) {
    return relations.values().stream()
        .filter(relation -> relation.ofApplication() && kinds.contains(relation.kind))
        .toList();
  }

  private Map<Long, Table> tables() throws SQLException {
    List<Long> watched = Sessions.query(statement, WATCHED, row -> row.getLong(1));
    List<Relation> withRows =
        ofApplication("rm").stream().filter(relation -> relation.size > 0).toList();
    Map<Long, Columns> columns = columns(withRows);
    Map<Long, Rows> rows = rows(withRows);
    Map<Long, Table> tables = new HashMap<>();
    for (Relation relation : ofApplication("rm")) {
      Rows its = rows.getOrDefault(relation.id, new Rows(0, "0", Optional.empty()));
      Columns known = columns.getOrDefault(relation.id, new Columns(List.of(), List.of()));
      tables.put(
          relation.id,
          new Table(
              relation.id,
              relation.name,
              relation.logged,
              relation.kind.equals("r"),
              watched.contains(relation.id),
              its.number == 0
                  ? Optional.empty()
                  : Optional.of(
                      new Seed(its.number, its.digest, known.all, known.key, its.content))));
    }
    return Map.copyOf(tables);
  }

  private Map<Long, Columns> columns(List<Relation> tables) throws SQLException {
    if (tables.isEmpty()) {
      return Map.of();
    }
    String ids = tables.stream().map(table -> "" + table.id).collect(Collectors.joining(","));
    Map<Long, Columns> columns = new HashMap<>();
    String question =
        """
              SELECT c.oid::bigint,
                ARRAY(SELECT quote_ident(a.attname) FROM pg_attribute a
                  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum),
                ARRAY(SELECT quote_ident(a.attname) FROM pg_index i
                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])
                  WHERE i.indrelid = c.oid AND i.indisprimary AND i.indisvalid ORDER BY a.attnum)
              FROM pg_class c WHERE c.oid IN (%s)"""
            .formatted(ids);
    try (ResultSet row = statement.executeQuery(question)) {
      while (row.next()) {
        columns.put(row.getLong(1), new Columns(texts(row.getArray(2)), texts(row.getArray(3))));
      }
    }
    return columns;
  }

  private static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }

  private Map<Long, Rows> rows(List<Relation> tables) throws SQLException {
    Map<Long, Rows> rows = new HashMap<>();
    long kept = 0;
    List<String> questions = new ArrayList<>();
    for (Relation table : tables) {
      // A materialized view is only compared.
      boolean keep =
          table.kind.equals("r")
              && table.size <= LARGEST_TABLE_KEPT
              && kept + table.size <= MOST_KEPT;
      kept += keep ? table.size : 0;
      questions.add(
          "SELECT %d::bigint, %s, %s FROM ONLY %s t"
              .formatted(
                  table.id, ROWS_DIGEST, keep ? "array_agg((t.*))::text" : "NULL", table.name));
    }
    for (String question : together(questions)) {
      try (ResultSet row = statement.executeQuery(question)) {
        while (row.next()) {
          rows.put(
              row.getLong(1),
              new Rows(row.getLong(2), row.getString(3), Optional.ofNullable(row.getString(4))));
        }
      }
    }
    return rows;
  }

  private Map<Long, Sequence> sequences() throws SQLException {
    Map<Long, Relation> known =
        ofApplication("S").stream().collect(Collectors.toMap(Relation::id, relation -> relation));
    List<String> questions =
        known.values().stream()
            .map(
                sequence ->
                    "SELECT %d::bigint, last_value, is_called FROM %s"
                        .formatted(sequence.id, sequence.name))
            .toList();
    Map<Long, Sequence> sequences = new HashMap<>();
    for (String question : together(questions)) {
      try (ResultSet row = statement.executeQuery(question)) {
        while (row.next()) {
          Relation relation = Objects.requireNonNull(known.get(row.getLong(1)));
          sequences.put(
              relation.id,
              new Sequence(
                  relation.id, relation.name, relation.logged, row.getLong(2), row.getBoolean(3)));
        }
      }
    }
    return Map.copyOf(sequences);
  }

  private Map<Long, Catalog> catalogs() throws SQLException {
    List<Relation> known =
        relations.values().stream()
            .filter(
                relation ->
                    !relation.ofApplication() && !relation.shared && relation.kind.equals("r"))
            .toList();
    Map<Long, String> keys = new HashMap<>();
    try (ResultSet row = statement.executeQuery(CATALOG_KEYS)) {
      while (row.next()) {
        keys.put(row.getLong(1), row.getString(2));
      }
    }
    Map<Long, Catalog> catalogs = new HashMap<>();
    for (Relation each : known) {
      String key = keys.getOrDefault(each.id, "");
      catalogs.put(each.id, new Catalog(each.id, each.name, key, Catalog.UNREADABLE, ""));
    }
    for (String question :
        together(
            known.stream()
                .filter(Relation::readable)
                .map(each -> digesting(Objects.requireNonNull(catalogs.get(each.id))))
                .toList())) {
      try (ResultSet row = statement.executeQuery(question)) {
        while (row.next()) {
          long id = row.getLong(1);
          Catalog catalog = Objects.requireNonNull(catalogs.get(id));
          catalogs.put(
              id, new Catalog(id, catalog.name(), catalog.key(), row.getLong(2), row.getString(3)));
        }
      }
    }
    return Map.copyOf(catalogs);
  }

  /** Counts a catalog's rows, and sums up those that tell of the application's objects. */
  static String digesting(Catalog catalog) {
    if (catalog.key().isEmpty()) {
      return counting(catalog.id(), catalog.name(), ", '0'");
    }
    return counting(
        catalog.id(),
        catalog.name(),
        ", coalesce(sum(%s::numeric) FILTER (WHERE c.%s::oid >= %d), 0)::text"
            .formatted(
                catalog.id() == SchemaCheck.RELATIONS
                    ? LASTING_RELATION_DIGEST
                    : "hashtextextended((c.*)::text, 0)",
                catalog.key(),
                FIRST_OF_APPLICATION));
  }

  /**
   * Counts a catalog's rows, but for the schemas of temporary tables, which stay for ever.
   *
   * @param more what else to select from it, whose alias is {@code c}
   */
  static String counting(long id, String name, String more) {
    String condition =
        name.equals("pg_catalog.pg_namespace")
            ? " WHERE c.nspname !~ '^pg_(toast_)?temp_[0-9]+$'"
            : "";
    return "SELECT %d::bigint, count(*)%s FROM %s c%s".formatted(id, more, name, condition);
  }

  private Map<Long, Long> pairs(String question) throws SQLException {
    Map<Long, Long> pairs = new HashMap<>();
    try (ResultSet row = statement.executeQuery(question)) {
      while (row.next()) {
        pairs.put(row.getLong(1), row.getLong(2));
      }
    }
    return Map.copyOf(pairs);
  }

  /** Joins questions of the same form to a few statements. */
  static List<String> together(List<String> questions) {
    List<String> joined = new ArrayList<>();
    for (int i = 0; i < questions.size(); i += AT_ONCE) {
      joined.add(
          String.join(
              " UNION ALL ", questions.subList(i, Math.min(i + AT_ONCE, questions.size()))));
    }
    return joined;
  }
}
