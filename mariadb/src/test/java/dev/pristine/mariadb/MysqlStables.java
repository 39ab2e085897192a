package dev.pristine.mariadb;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The tables of {@link Stables} as far as MySQL has such, and what only MySQL has. */
final class MysqlStables {

  private MysqlStables() {}

  /** MariaDB's own; the last three are tables of such. */
  private static final List<String> NOT_THERE =
      List.of("SEQUENCE", "NEXTVAL", "VERSIONING", "Aria", " history ", "INTO aria ", "isam_shows");

  private static final List<String> MORE =
      List.of(
          "CREATE TABLE tongues (word varchar(20) PRIMARY KEY, meaning varchar(20) UNIQUE, data json, ratio float,"
              + " exact double, place point SRID 4326, bits bit(9), kind enum('a', 'b'), at timestamp(6) NULL)",
          "INSERT INTO tongues VALUES ('hay', 'food', '{\"a\": 1, \"b\": [true]}', 0.1, 0.1, st_geomfromtext('POINT(1 2)', 4326), b'1', 'a', '2021-03-28 01:30:00.5'),"
              + " ('oats', NULL, '1.0', NULL, 0, NULL, NULL, NULL, NULL), ('Straw ', 'bed', NULL, 1e10, NULL, NULL, b'0', 'b', NULL)",
          "CREATE TABLE brands (number int NOT NULL, suffix varchar(5), label text, UNIQUE KEY (number))",
          "INSERT INTO brands VALUES (7, NULL, 'seven'), (8, 'b', NULL)",
          "CREATE TABLE hidden (note varchar(50), number bigint unsigned AUTO_INCREMENT INVISIBLE PRIMARY KEY)",
          "INSERT INTO hidden (note) VALUES ('one'), ('one')",
          "CREATE TABLE packed (id int, note varchar(50)) ENGINE = ARCHIVE",
          "CREATE TABLE listed (id int NOT NULL, note varchar(50) NOT NULL) ENGINE = CSV",
          "INSERT INTO listed VALUES (1, 'one')");

  /** Numbers as MariaDB's engine for sequences gives them. */
  private static final List<String> SEQUENCES =
      List.of(
          sequence(1, 5),
          sequence(1, 9),
          sequence(1, 10),
          sequence(5, 10),
          sequence(1, 20),
          sequence(1, 300),
          sequence(1, 500),
          sequence(1, 1000),
          sequence(1, 20000));

  static final List<String> STATEMENTS =
      Stream.of(SEQUENCES, adapted(Stables.STATEMENTS), MORE).flatMap(List::stream).toList();

  private static List<String> adapted(List<String> statements) {
    List<String> adapted = new ArrayList<>();
    for (String statement : statements) {
      if (NOT_THERE.stream().noneMatch(statement::contains)) {
        adapted.add(statement.replace("tag text UNIQUE", "tag varchar(500) UNIQUE"));
      }
    }
    return adapted;
  }

  private static String sequence(int first, int last) {
    int digits = Integer.toString(last).length();
    String digit =
        "(%s) d%%d"
            .formatted(
                IntStream.range(0, 10)
                    .mapToObj("SELECT %d n"::formatted)
                    .collect(Collectors.joining(" UNION ALL ")));
    String sum =
        IntStream.range(0, digits)
            .mapToObj(i -> "d%d.n * %d".formatted(i, (int) Math.pow(10, i)))
            .collect(Collectors.joining(" + "));
    String all =
        IntStream.range(0, digits).mapToObj(digit::formatted).collect(Collectors.joining(", "));
    return "CREATE VIEW seq_%d_to_%d AS SELECT %s AS seq FROM %s WHERE %s BETWEEN %d AND %d ORDER BY seq"
        .formatted(first, last, sum, all, sum, first, last);
  }
}
