package dev.pristine.benchmarks;

import dev.pristine.benchmarks.DatabasePerWorker.Cleaning;
import dev.pristine.benchmarks.DatabasePerWorker.Turn;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What people do about what a test has changed, each at its best: in one round trip. */
final class Cleanings {

  private Cleanings() {}

  /** Nothing at all. */
  static final Cleaning NOTHING =
      (statement, schema) ->
          new Turn() {
            @Override
            public void before(Statement statement) {
              // Nothing is done.
            }

            @Override
            public void after(Statement statement) {
              // Nothing is done.
            }
          };

  /** A transaction around each test, in which the test's own commits do nothing. */
  static final Cleaning ROLLBACK = (statement, schema) -> new Transaction();

  /** All rows of all tables, in the manner of Respawn, without regard to the order. */
  static final Cleaning DELETE =
      (statement, schema) -> new Batch(withoutTriggers(deletes(HandMade.tables(statement))));

  /** As {@link #DELETE}, then the seed rows again, from a copy on the server. */
  static final Cleaning DELETE_AND_RESEED =
      (statement, schema) -> {
        List<String> deletes = deletes(HandMade.tables(statement));
        return new Batch(withoutTriggers(join(deletes, reseeds(statement))));
      };

  /** All tables in one statement, in the manner of Rails. */
  static final Cleaning TRUNCATE =
      (statement, schema) -> new Batch(List.of(truncate(HandMade.tables(statement))));

  /** As {@link #TRUNCATE}, then the seed rows again, from a copy on the server. */
  static final Cleaning TRUNCATE_AND_RESEED =
      (statement, schema) -> {
        List<String> tables = HandMade.tables(statement);
        return new Batch(withoutTriggers(join(List.of(truncate(tables)), reseeds(statement))));
      };

  private static final class Transaction implements Turn {

    @Override
    public boolean commits() {
      return false;
    }

    @Override
    public void before(Statement statement) throws SQLException {
      statement.getConnection().setAutoCommit(false);
    }

    @Override
    public void after(Statement statement) throws SQLException {
      statement.getConnection().rollback();
    }
  }

  /**
   * Statements that are sent together.
   *
   * @param sql all of them
   */
  private record Batch(String sql) implements Turn {

    Batch(List<String> statements) {
      this(String.join(";", statements));
    }

    @Override
    public void before(Statement statement) {
      // It is done after the test before.
    }

    @Override
    public void after(Statement statement) throws SQLException {
      statement.execute(sql);
      statement.getConnection().commit();
    }
  }

  /** Without foreign keys and triggers, so that the order does not matter. */
  private static List<String> withoutTriggers(List<String> statements) {
    return join(List.of("SET LOCAL session_replication_role = replica"), statements);
  }

  private static List<String> deletes(List<String> tables) {
    return map(tables, table -> "DELETE FROM ONLY " + table);
  }

  private static String truncate(List<String> tables) {
    return "TRUNCATE " + String.join(", ", tables) + " RESTART IDENTITY CASCADE";
  }

  /** Copies the seed rows to a schema of their own, and returns what copies them back. */
  private static List<String> reseeds(Statement statement) throws SQLException {
    List<String> filled = HandMade.filledTables(statement);
    statement.execute("CREATE SCHEMA seed_copy");
    List<String> inserts = new ArrayList<>();
    for (int i = 0; i < filled.size(); i++) {
      String table = filled.get(i);
      String copy = "seed_copy.seeds_" + i;
      statement.execute("CREATE TABLE %s AS SELECT * FROM ONLY %s".formatted(copy, table));
      String columns = String.join(", ", insertableColumns(statement, table));
      inserts.add(
          "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s"
              .formatted(table, columns, columns, copy));
    }
    return inserts;
  }

  private static List<String> insertableColumns(Statement statement, String table)
      throws SQLException {
    return ServerAccess.texts(
        statement,
        """
        SELECT quote_ident(attname) FROM pg_attribute
        WHERE attrelid = '%s'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
        ORDER BY attnum
        """
            .formatted(table.replace("'", "''")));
  }

  private static List<String> map(List<String> texts, Function<String, String> function) {
    return texts.stream().map(function).toList();
  }

  private static List<String> join(List<String> first, List<String> second) {
    List<String> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }
}
