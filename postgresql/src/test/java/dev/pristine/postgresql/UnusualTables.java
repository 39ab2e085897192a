package dev.pristine.postgresql;

import static dev.pristine.postgresql.Scenario.further;

import java.sql.Connection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tables that are harder to bring back than others, and tests that change them. */
final class UnusualTables {

  private static final String LONG_NAME = "ñ".repeat(31) + "x";
  private static final int MOST_COLUMNS = 1600;

  private UnusualTables() {}

  static final Fixture FIXTURE =
      new Fixture(
          "unusual",
          List.of(
              // Names.
              "CREATE SCHEMA \"Ünï ç\u00f8de; --\"",
              "CREATE TABLE \"Ünï ç\u00f8de; --\".\"It's \"\"quoted\"\" % $1 ?\""
                  + " (\"Key Å\" int PRIMARY KEY, \"select\" text, \"a\\b\" text)",
              "INSERT INTO \"Ünï ç\u00f8de; --\".\"It's \"\"quoted\"\" % $1 ?\" VALUES (1, 'a', E'\\\\.'), (2, '\\N', E'\\t\\n\\r')",
              "CREATE TABLE \""
                  + LONG_NAME
                  + "\" (id serial PRIMARY KEY, \""
                  + LONG_NAME
                  + "\" text)",
              "INSERT INTO \"" + LONG_NAME + "\" (\"" + LONG_NAME + "\") VALUES ('Long')",
              "CREATE TABLE wide (" + columns("c%d int") + ")",
              "INSERT INTO wide (c1, c800, c1600) VALUES (1, 2, 3)",
              // Values whose text is not always the same.
              "CREATE TABLE kinds (id int PRIMARY KEY, f float8, r real, n numeric, b bytea, t timestamptz, d date,"
                  + " i interval, j json, jb jsonb, c char(5), x \"char\", a text[], ra int4range, m money,"
                  + " ts tsvector, u uuid, ip inet, bits varbit, p point, s text)",
              "INSERT INTO kinds VALUES (1, 0.1::float8 + 0.2, 1.1, '1.2300', '\\x00ff', '2024-03-31 02:30:00.123456+01',"
                  + " 'infinity', '1 mon -1 day 00:00:01.5', '{\"b\":1, \"a\" : 2,\"a\":3}', '{\"b\": [1, null]}', 'ab', '\\377',"
                  + " '{a,NULL,\"NULL\",\"x,\\\"y\"}', '[1,5)', 12.34, 'fat:3A cats', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',"
                  + " '10.1/16', B'101', '(1,2)', E'tab\\there \\\\N \\\\. \\u2603 end\\r\\n')",
              "INSERT INTO kinds (id, f, r, n, d, t, s) VALUES (2, 'NaN', '-0', 'NaN', '-infinity', '-infinity', ''), (3, '-0', 1e-30, 1e-30, '4713-01-01 BC', '0044-03-15 12:00 BC', 'NULL')",
              "CREATE TABLE named (t text, x text, p text, c text, row text)",
              "INSERT INTO named VALUES ('(a,b,c,d,e)', '(x)', '(p)', 'c', 'row')",
              // Keys.
              "CREATE TABLE prices (amount numeric PRIMARY KEY, what text)",
              "INSERT INTO prices VALUES (1.0, 'One'), (2.00, 'Two')",
              "CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
              "CREATE TABLE folded (name text COLLATE loose PRIMARY KEY)",
              "INSERT INTO folded VALUES ('Anna'), ('Ben')",
              "CREATE TABLE pairs (a int, b text, c int, PRIMARY KEY (b, a))",
              "INSERT INTO pairs VALUES (1, 'x', 1), (1, 'y', 2), (2, 'x', 3)",
              "CREATE TABLE ordered (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED, rank int UNIQUE DEFERRABLE)",
              "INSERT INTO ordered VALUES (1, 1), (2, 2), (3, 3)",
              "CREATE TABLE chain (id int PRIMARY KEY, next int REFERENCES chain DEFERRABLE INITIALLY DEFERRED)",
              "INSERT INTO chain VALUES (1, 2), (2, 3), (3, 1)",
              "CREATE TABLE keyless (a int UNIQUE, b int)",
              "INSERT INTO keyless VALUES (NULL, 1), (NULL, 1), (1, 1)",
              "CREATE TABLE bookings (id int PRIMARY KEY, during int4range, EXCLUDE USING gist (during WITH &&))",
              "INSERT INTO bookings VALUES (1, '[1,5)'), (2, '[5,9)')",
              "CREATE TABLE parts (at int, n int) PARTITION BY LIST (at)",
              "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1) PARTITION BY HASH (n)",
              "CREATE TABLE parts_1_0 PARTITION OF parts_1 FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
              "CREATE TABLE parts_1_1 PARTITION OF parts_1 FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
              "CREATE TABLE parts_2 (n int, junk int, at int)",
              "ALTER TABLE parts_2 DROP COLUMN junk",
              "ALTER TABLE parts ATTACH PARTITION parts_2 FOR VALUES IN (2)",
              "INSERT INTO parts SELECT 1 + n % 2, n FROM generate_series(1, 12) n",
              "CREATE TABLE animals (id serial PRIMARY KEY, name text)",
              "CREATE TABLE dogs (breed text) INHERITS (animals)",
              "INSERT INTO animals (name) VALUES ('Cat')",
              "INSERT INTO dogs (name, breed) VALUES ('Rex', 'Pug')",
              // Columns.
              "CREATE TABLE changed (gone int, id int PRIMARY KEY, also_gone text)",
              "INSERT INTO changed VALUES (1, 1, 'x'), (2, 2, 'y')",
              "ALTER TABLE changed DROP gone, DROP also_gone, ADD late text NOT NULL DEFAULT 'fast'",
              "CREATE TYPE mood AS ENUM ('glad', 'sad')",
              "CREATE DOMAIN even AS int CHECK (value % 2 = 0)",
              "CREATE TYPE spot AS (x even, y int)",
              "CREATE TABLE typed (id int GENERATED ALWAYS AS IDENTITY (START -50 INCREMENT -5) PRIMARY KEY, m mood, e even, s spot[],"
                  + " w int GENERATED ALWAYS AS (e + 1) STORED)",
              "INSERT INTO typed (m, e, s) VALUES ('glad', 2, '{\"(4,5)\"}'), ('sad', NULL, NULL)",
              // Indexes.
              "CREATE TABLE found (id int, tags int[], at int, h text, p point)",
              "CREATE INDEX ON found USING gin (tags) WITH (fastupdate = on)",
              "CREATE INDEX ON found USING brin (at)",
              "CREATE INDEX ON found USING hash (h)",
              "CREATE INDEX ON found USING gist (p)",
              "CREATE INDEX ON found USING spgist (p)",
              "CREATE UNIQUE INDEX ON found ((id * 2)) WHERE id > 0",
              "INSERT INTO found SELECT n, ARRAY[n, n % 7], n, 'h' || n, point(n, n) FROM generate_series(1, 300) n",
              // Triggers, rules and policies.
              "CREATE TABLE watched (id int PRIMARY KEY, n int)",
              "CREATE TABLE watched_log (what text)",
              "INSERT INTO watched VALUES (1, 1)",
              "CREATE FUNCTION watch_row() RETURNS trigger LANGUAGE plpgsql AS"
                  + " 'BEGIN INSERT INTO watched_log VALUES (tg_op); RETURN coalesce(new, old); END'",
              "CREATE TRIGGER always BEFORE INSERT OR UPDATE OR DELETE ON watched FOR EACH ROW EXECUTE FUNCTION watch_row()",
              "ALTER TABLE watched ENABLE ALWAYS TRIGGER always",
              "CREATE TABLE mirrored (id int PRIMARY KEY, n int)",
              "INSERT INTO mirrored VALUES (1, 1)",
              "CREATE TRIGGER replica BEFORE INSERT OR UPDATE OR DELETE ON mirrored FOR EACH ROW EXECUTE FUNCTION watch_row()",
              "ALTER TABLE mirrored ENABLE REPLICA TRIGGER replica",
              "CREATE TABLE ruled (id int PRIMARY KEY)",
              "INSERT INTO ruled VALUES (1)",
              "CREATE RULE keeps AS ON DELETE TO ruled DO INSTEAD NOTHING",
              "ALTER TABLE ruled ENABLE ALWAYS RULE keeps",
              "CREATE TABLE guarded (id int PRIMARY KEY, who text DEFAULT current_user)",
              "INSERT INTO guarded VALUES (1, 'nobody'), (2, DEFAULT)",
              "ALTER TABLE guarded ENABLE ROW LEVEL SECURITY",
              "ALTER TABLE guarded FORCE ROW LEVEL SECURITY",
              "CREATE POLICY own ON guarded USING (who = current_user)",
              "GRANT SELECT, INSERT, DELETE ON guarded TO stranger",
              // Sizes.
              "CREATE UNLOGGED TABLE warm (id int PRIMARY KEY, n int)",
              "INSERT INTO warm VALUES (1, 1), (2, 2)",
              "CREATE TABLE large (id int PRIMARY KEY, filler text)",
              "INSERT INTO large SELECT n, md5(n::text) FROM generate_series(1, 5000) n",
              "CREATE TABLE nothing ()",
              "INSERT INTO nothing DEFAULT VALUES",
              "SELECT lo_from_bytea(99, 'Seeded')"));

  static final List<Scenario> SCENARIOS =
      List.of(
          further(
              "names that must be quoted",
              test ->
                  test.sql(
                      "UPDATE \"Ünï ç\u00f8de; --\".\"It's \"\"quoted\"\" % $1 ?\" SET \"select\" = 'b'",
                      "DELETE FROM \"Ünï ç\u00f8de; --\".\"It's \"\"quoted\"\" % $1 ?\" WHERE \"Key Å\" = 2",
                      "INSERT INTO \"" + LONG_NAME + "\" DEFAULT VALUES",
                      "DELETE FROM \"" + LONG_NAME + "\" WHERE id = 1")),
          further(
              "columns named as others name tables",
              test -> test.sql("UPDATE named SET c = 'changed'")),
          further(
              "a table of 1,600 columns",
              test -> test.sql("UPDATE wide SET c2 = 2", "INSERT INTO wide (c7) VALUES (7)")),
          further(
              "values of every kind, updated", test -> test.sql("UPDATE kinds SET s = 'changed'")),
          further("values of every kind, deleted", test -> test.sql("DELETE FROM kinds")),
          further(
              "values of every kind, in sessions of other ways to write",
              test ->
                  test.sql(
                      "SET TimeZone = 'Asia/Kathmandu'",
                      "SET IntervalStyle = sql_standard",
                      "SET bytea_output = escape",
                      "SET lc_monetary = 'C'",
                      "SET extra_float_digits = -5",
                      "DELETE FROM kinds")),
          further(
              "a key that is equal and yet another",
              test ->
                  test.sql(
                      "UPDATE prices SET amount = 1.00 WHERE amount = 1",
                      "UPDATE folded SET name = 'ANNA' WHERE name = 'anna'")),
          further(
              "a key of two columns",
              test ->
                  test.sql(
                      "UPDATE pairs SET a = 3 WHERE c = 1",
                      "DELETE FROM pairs WHERE c = 2",
                      "INSERT INTO pairs VALUES (1, 'x', 9)")),
          further(
              "deferred keys that change places",
              test -> test.sql("UPDATE ordered SET id = 4 - id, rank = 1 + rank % 3")),
          further(
              "rows that point at each other",
              test ->
                  test.transaction(
                      "DELETE FROM chain WHERE id = 1",
                      "INSERT INTO chain VALUES (4, 2)",
                      "UPDATE chain SET next = 4 WHERE next = 1")),
          further(
              "unique, but not a key",
              test ->
                  test.sql(
                      "UPDATE keyless SET b = 2",
                      "INSERT INTO keyless VALUES (NULL, 1)",
                      "DELETE FROM keyless WHERE a = 1")),
          further(
              "exclusion constraints",
              test ->
                  test.sql(
                      "DELETE FROM bookings WHERE id = 1",
                      "INSERT INTO bookings VALUES (3, '[2,4)')")),
          further(
              "partitions of partitions",
              test ->
                  test.sql(
                      "UPDATE parts SET at = 3 - at",
                      "DELETE FROM parts WHERE n < 4",
                      "INSERT INTO parts VALUES (1, 99)")),
          further("partitions truncated", test -> test.sql("TRUNCATE parts")),
          further(
              "inheritance",
              test ->
                  test.sql(
                      "UPDATE animals SET name = 'All'",
                      "DELETE FROM ONLY animals",
                      "INSERT INTO dogs (name) VALUES ('New')")),
          further(
              "columns added and dropped before",
              test ->
                  test.sql(
                      "UPDATE changed SET late = 'x' WHERE id = 1",
                      "DELETE FROM changed WHERE id = 2")),
          further(
              "columns added and dropped before, rewritten",
              test -> test.sql("VACUUM FULL changed")),
          further(
              "types of one's own",
              test ->
                  test.sql(
                      "UPDATE typed SET m = 'sad', s = s || '(6,7)'::spot",
                      "INSERT INTO typed (e) VALUES (8)",
                      "DELETE FROM typed WHERE m = 'sad'")),
          further("enum values added", test -> test.sql("ALTER TYPE mood ADD VALUE 'mad'")),
          further(
              "identity columns renumbered",
              test ->
                  test.sql(
                      "UPDATE typed SET id = DEFAULT",
                      "ALTER TABLE typed ALTER id SET START -7 RESTART")),
          further(
              "indexes of every kind",
              test ->
                  test.sql(
                      "INSERT INTO found SELECT n, ARRAY[n, n % 7], n, 'h' || n, point(n, n) FROM generate_series(301, 600) n",
                      "DELETE FROM found WHERE id < 100",
                      "UPDATE found SET tags = '{0}', p = point(0, 0) WHERE id % 10 = 0")),
          further(
              "an index that gathers and is cleaned",
              test ->
                  test.sql(
                      "INSERT INTO found (tags) SELECT ARRAY[n] FROM generate_series(1, 500) n",
                      "SELECT gin_clean_pending_list('found_tags_idx')",
                      "SELECT brin_summarize_new_values('found_at_idx')")),
          further(
              "a trigger that always fires",
              test -> test.sql("UPDATE watched SET n = 2", "INSERT INTO watched VALUES (2, 2)")),
          further(
              "a trigger that fires on replicas",
              test -> test.sql("UPDATE mirrored SET n = 2", "INSERT INTO mirrored VALUES (2, 2)")),
          further("a rule that always holds", test -> test.sql("INSERT INTO ruled VALUES (2)")),
          further(
              "a trigger enabled ALWAYS by the test",
              test ->
                  test.sql(
                      "ALTER TABLE mirrored ENABLE ALWAYS TRIGGER replica",
                      "INSERT INTO mirrored VALUES (3, 3)")),
          further(
              "row security, as the owner",
              test -> test.sql("DELETE FROM guarded", "INSERT INTO guarded VALUES (3)")),
          further(
              "row security, as another role",
              test -> {
                try (Connection connection = test.borrowed()) {
                  Actor.run(
                      connection,
                      "SET ROLE stranger",
                      "INSERT INTO guarded VALUES (4)",
                      "DELETE FROM guarded WHERE id = 4",
                      "INSERT INTO guarded VALUES (5)");
                }
              }),
          further(
              "row security, as a superuser",
              test -> test.superuser("UPDATE guarded SET who = 'me'")),
          further(
              "unlogged seeds",
              test ->
                  test.sql("UPDATE warm SET n = 9 WHERE id = 1", "INSERT INTO warm VALUES (3, 3)")),
          further("unlogged seeds deleted", test -> test.sql("DELETE FROM warm")),
          further(
              "a row of a large table",
              test ->
                  test.sql(
                      "UPDATE large SET filler = 'x' WHERE id = 4321",
                      "DELETE FROM large WHERE id = 17")),
          further(
              "a large table",
              test -> test.sql("UPDATE large SET id = -id", "DELETE FROM large WHERE id % 2 = 0")),
          further(
                  "a table without columns",
                  test ->
                      test.sql(
                          "INSERT INTO nothing DEFAULT VALUES",
                          "INSERT INTO nothing DEFAULT VALUES"))
              .isRewound(),
          further("a table without columns, emptied", test -> test.sql("DELETE FROM nothing"))
              .isRewound(),
          further("a seeded large object", test -> test.sql("SELECT lo_put(99, 2, 'xx')")),
          further("a seeded large object gone", test -> test.sql("SELECT lo_unlink(99)")));

  private static String columns(String form) {
    return IntStream.rangeClosed(1, MOST_COLUMNS)
        .mapToObj(form::formatted)
        .collect(Collectors.joining(", "));
  }
}
