package dev.pristine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All that is in a database, to compare others with: every row of every table, materialized view,
 * sequence, large object and system catalog, and what belongs to the database in catalogs that all
 * databases share. Left out is what a test cannot depend on: where and how tightly things are
 * stored, how old they are, and the planner's statistics.
 */
final class DatabaseDump {

  private static final int ROWS_SHOWN = 5;
  private static final int LENGTH_SHOWN = 300;

  /** Each part's name, and the query that returns its rows. */
  private static final String PARTS =
      """
      SELECT format('%I.%I', n.nspname, c.relname),
          CASE c.relkind
            WHEN 'S' THEN format('SELECT last_value, is_called FROM %I.%I', n.nspname, c.relname)
            ELSE format('SELECT %s FROM ONLY %I.%I', k.columns, n.nspname, c.relname)
          END || CASE c.oid
            WHEN 'pg_namespace'::regclass THEN ' WHERE nspname !~ ''^pg_(toast_)?temp_[0-9]+$'''
            ELSE '' END
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
        LATERAL (
          SELECT coalesce(string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum), '') AS columns
          FROM pg_attribute a
          WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            AND NOT (c.oid = 'pg_class'::regclass AND a.attname IN (
              'relfilenode', 'relpages', 'reltuples', 'relallvisible', 'relallfrozen',
              'relfrozenxid', 'relminmxid'))) k
      WHERE c.relkind IN ('r', 'm', 'S') AND c.relpersistence <> 't' AND NOT c.relisshared
        AND c.relispopulated AND n.nspname <> 'pg_toast'
        AND c.oid NOT IN ('pg_statistic'::regclass, 'pg_statistic_ext_data'::regclass)""";

  private static final String OWN =
      "(SELECT oid FROM pg_database WHERE datname = current_database())";

  private static final Map<String, String> SHARED_PARTS =
      Map.of(
          "the database itself",
          "SELECT (to_jsonb(d) - ARRAY['oid', 'datname', 'datfrozenxid', 'datminmxid'])::text FROM pg_database d"
              + " WHERE oid = "
              + OWN,
          "the database's settings",
          "SELECT setrole, setconfig FROM pg_db_role_setting WHERE setdatabase = " + OWN,
          "the database's comment",
          // In its first line core keeps its notes.
          "SELECT regexp_replace(description, '^pristine: [^\\n]*\\n?', '') FROM pg_shdescription"
              + " WHERE classoid = 'pg_database'::regclass AND description !~ '^pristine: [^\\n]*$' AND objoid = "
              + OWN,
          "the database's security labels",
          "SELECT provider, label FROM pg_shseclabel WHERE classoid = 'pg_database'::regclass AND objoid = "
              + OWN,
          "dependencies on roles and tablespaces",
          "SELECT classid, CASE dbid WHEN 0 THEN 0 ELSE objid END, objsubid, refclassid, refobjid, deptype"
              + " FROM pg_shdepend WHERE dbid = "
              + OWN
              + " OR dbid = 0 AND classid = 'pg_database'::regclass AND objid = "
              + OWN,
          "subscriptions",
          "SELECT subname FROM pg_subscription WHERE subdbid = " + OWN,
          "prepared transactions",
          "SELECT gid FROM pg_prepared_xacts WHERE database = current_database()",
          "replication slots",
          "SELECT slot_name FROM pg_replication_slots WHERE database = current_database()");

  private final Map<String, Part> parts;
  private final Map<String, List<String>> rows;

  private DatabaseDump(Map<String, Part> parts, Map<String, List<String>> rows) {
    this.parts = parts;
    this.rows = rows;
  }

  /** A table, say: how its rows are read, and a digest of them all in any order. */
  private record Part(String query, String digest) {}

  /** Dumps a database through a superuser's session. */
  static DatabaseDump of(Connection superuser) throws SQLException {
    try (Statement statement = superuser.createStatement()) {
      Map<String, Part> parts = parts(statement);
      return new DatabaseDump(parts, rows(statement, parts));
    }
  }

  /** Names everything in which another database differs from this one. */
  List<String> differences(Connection superuser) throws SQLException {
    try (Statement statement = superuser.createStatement()) {
      Map<String, Part> others = parts(statement);
      Map<String, Part> differing = new TreeMap<>(others);
      differing.entrySet().removeIf(entry -> entry.getValue().equals(parts.get(entry.getKey())));
      Map<String, List<String>> otherRows = rows(statement, differing);
      TreeSet<String> names = new TreeSet<>(differing.keySet());
      parts.keySet().stream().filter(name -> !others.containsKey(name)).forEach(names::add);
      return names.stream()
          .map(
              name ->
                  difference(
                      name,
                      rows.getOrDefault(name, List.of()),
                      otherRows.getOrDefault(name, List.of())))
          .toList();
    }
  }

  private static Map<String, Part> parts(Statement statement) throws SQLException {
    Map<String, String> queries = new TreeMap<>(SHARED_PARTS);
    for (List<String> part :
        Sessions.query(statement, PARTS, row -> List.of(row.getString(1), row.getString(2)))) {
      queries.put(part.get(0), part.get(1));
    }
    String digests =
        queries.entrySet().stream()
            .map(
                part ->
                    "SELECT %s, count(*) || ' ' || coalesce(sum(hashtextextended(\"the row\"::text, 0)), 0) FROM (%s) \"the row\""
                        .formatted(Sql.literal(part.getKey()), part.getValue()))
            .collect(Collectors.joining(" UNION ALL "));
    Map<String, Part> parts = new HashMap<>();
    for (List<String> digest :
        Sessions.query(statement, digests, row -> List.of(row.getString(1), row.getString(2)))) {
      String query = queries.getOrDefault(digest.get(0), "");
      parts.put(digest.get(0), new Part(query, digest.get(1)));
    }
    return parts;
  }

  private static Map<String, List<String>> rows(Statement statement, Map<String, Part> parts)
      throws SQLException {
    Map<String, List<String>> rows = new HashMap<>();
    for (Map.Entry<String, Part> part : parts.entrySet()) {
      String query =
          "SELECT \"the row\"::text FROM (%s) \"the row\"".formatted(part.getValue().query());
      rows.put(part.getKey(), Sessions.query(statement, query, row -> row.getString(1)));
    }
    return rows;
  }

  private static String difference(String name, List<String> expected, List<String> found) {
    List<String> missing = less(expected, found);
    List<String> added = less(found, expected);
    if (missing.isEmpty() && added.isEmpty()) {
      return name + ": read in another way, but the same rows";
    }
    return "%s: %d rows are missing%s, %d are too many%s"
        .formatted(name, missing.size(), shown(missing), added.size(), shown(added));
  }

  /** Takes away as many of each row as there are in another list. */
  private static List<String> less(List<String> rows, List<String> others) {
    Map<String, Integer> count = new HashMap<>();
    others.forEach(row -> count.merge(row, 1, Integer::sum));
    List<String> left = new ArrayList<>();
    for (String row : rows) {
      if (count.merge(row, -1, Integer::sum) < 0) {
        left.add(row);
      }
    }
    return left;
  }

  private static String shown(List<String> rows) {
    return rows.stream()
        .sorted()
        .limit(ROWS_SHOWN)
        .map(row -> row.length() > LENGTH_SHOWN ? row.substring(0, LENGTH_SHOWN) + "…" : row)
        .toList()
        .toString();
  }
}
