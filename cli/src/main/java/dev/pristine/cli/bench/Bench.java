package dev.pristine.cli.bench;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.PristineException;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import dev.pristine.cli.bench.Figures.Figure;
import dev.pristine.cli.bench.Figures.Trace;
import dev.pristine.cli.bench.Figures.Written;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures what each way to keep tests apart costs on one server and schema: the wall time of tests
 * with it, less that of the same tests without any, divided by their number. All take turns in each
 * round, so that what else the machine does hits them alike.
 *
 * @param migration what makes the database
 * @param plan what is measured
 * @param progress is told what goes on, for people
 */
public record Bench(Migration migration, Plan plan, Consumer<String> progress) {

  private static final double THOUSANDTHS = 1_000;
  private static final String HOLDER = "pristine bench";

  /**
   * Measures.
   *
   * @throws PristineException if the server cannot be used, or the migration fails
   */
  public Figures run(Settings settings) {
    // Held open, so that an embedded server does not stop between two turns.
    try (Pristine pristine = Pristine.open(settings)) {
      progress.accept("Building the template");
      pristine.prepare(migration, 0);
      progress.accept("Looking for tables to write to");
      Tester.Subject subject = subject(pristine);
      Series series = new Series(new Turn(settings, migration, subject, plan));
      if (!pristine.status().rewind().possible()) {
        series.exclude(
            Contender.REWIND, "the server does not allow it: 'pristine grants' tells more");
      }
      if (subject.truncation().isEmpty()) {
        series.exclude(Contender.TRUNCATE_ALL, "there is nothing to empty");
      }
      List<Contender> contenders = contenders(pristine);
      series.run(contenders);
      Workload workload = subject.workload();
      return new Figures(
          pristine.status().server(),
          pristine.status().address(),
          subject.tables().size(),
          workload.rows(),
          workload.writers().stream().map(Bench::written).toList(),
          rounded(series.median(series.millis(Contender.NONE))),
          contenders.stream().map(series::figure).toList(),
          pristine.status().advice());
    } catch (SQLException e) {
      throw new PristineException("Cannot measure: " + e.getMessage(), e);
    }
  }

  /** Leaves out what nobody would think of with this DBMS. */
  private List<Contender> contenders(Pristine pristine) {
    List<Contender> all = new ArrayList<>(List.of(Contender.values()));
    try (TestDatabase database = pristine.acquire(migration, Isolation.CLONE, HOLDER)) {
      if (pristine.phrases().file(database.jdbcUrl()).isEmpty()) {
        all.remove(Contender.COPY_FILE);
      }
    }
    return all;
  }

  private Tester.Subject subject(Pristine pristine) throws SQLException {
    List<SchemaTable> tables;
    Workload workload;
    try (TestDatabase database = pristine.acquire(migration, Isolation.CLONE, HOLDER);
        Connection connection = database.dataSource().getConnection()) {
      Schema schema = Schema.read(connection);
      tables = schema.tables();
      workload =
          new WorkloadSearch(
                  connection,
                  schema,
                  (table, column) -> pristine.phrases().someListedValue(table, column).orElse(""))
              .find(plan.writes());
    }
    try (TestDatabase database = pristine.acquire(migration, Isolation.CLONE, HOLDER);
        Connection connection = database.dataSource().getConnection()) {
      return new Tester.Subject(
          tables,
          workload,
          pristine.phrases().truncation(tables.stream().map(SchemaTable::name).toList()),
          Traces.of(connection, tables, workload));
    }
  }

  private static Written written(Writer writer) {
    List<String> with =
        writer instanceof InsertWriter insert ? insert.referredTables().toList() : List.of();
    return new Written(
        writer.table().id().toString(), writer.inserts() ? "insert" : "update", with);
  }

  private static double rounded(double millis) {
    return Math.round(millis * THOUSANDTHS) / THOUSANDTHS;
  }

  /** All rounds. */
  private final class Series {

    private final Turn turn;
    private final Map<Contender, String> obstacles = new EnumMap<>(Contender.class);
    private final Map<Contender, List<Double>> millis = new EnumMap<>(Contender.class);
    private final Map<Contender, List<Trace>> leftBehind = new EnumMap<>(Contender.class);

    private Series(Turn turn) {
      this.turn = turn;
    }

    private void exclude(Contender contender, String obstacle) {
      obstacles.put(contender, obstacle);
    }

    /** The first round is not counted: it loads classes, and shows who can take part. */
    private void run(List<Contender> contenders) throws SQLException {
      for (int round = 0; round <= plan.rounds(); round++) {
        List<Contender> order = new ArrayList<>(contenders);
        // Nobody always comes after the same one.
        Collections.rotate(order, round);
        order.removeAll(obstacles.keySet());
        for (Contender contender : order) {
          progress.accept(
              "%s, round %d of %d".formatted(contender, Math.max(1, round), plan.rounds()));
          take(contender, round > 0);
        }
      }
    }

    private void take(Contender contender, boolean counts) throws SQLException {
      try {
        Turn.Outcome outcome = turn.take(contender);
        if (counts) {
          millis.computeIfAbsent(contender, any -> new ArrayList<>()).add(outcome.millis());
          leftBehind.put(contender, outcome.leftBehind());
        }
      } catch (SQLException | PristineException e) {
        if (contender == Contender.NONE) {
          throw e;
        }
        exclude(contender, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      }
    }

    private List<Double> millis(Contender contender) {
      return millis.getOrDefault(contender, List.of());
    }

    private Figure figure(Contender contender) {
      String obstacle = obstacles.get(contender);
      if (obstacle != null) {
        return Figure.missing(contender, obstacle);
      }
      List<Double> own = new ArrayList<>();
      for (int round = 0; round < plan.rounds(); round++) {
        own.add(millis(contender).get(round) - millis(Contender.NONE).get(round));
      }
      return new Figure(
          contender.toString(),
          rounded(median(own)),
          rounded(Collections.min(own)),
          rounded(Collections.max(own)),
          contender.allowsCommits(),
          leftBehind.getOrDefault(contender, List.of()),
          null);
    }

    private double median(List<Double> values) {
      return values.stream().sorted().toList().get(values.size() / 2);
    }
  }
}
