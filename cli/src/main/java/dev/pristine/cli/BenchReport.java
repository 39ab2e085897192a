package dev.pristine.cli;

import dev.pristine.cli.bench.Figures;
import dev.pristine.cli.bench.Figures.Figure;
import dev.pristine.cli.bench.Figures.Trace;
import dev.pristine.cli.bench.Figures.Written;
import dev.pristine.cli.bench.Plan;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What it costs to keep tests apart, and which way to take.
 *
 * @param workers how many tests ran at once
 * @param tests how many tests were measured for each way
 * @param writes how many rows each test was to write
 * @param embedded whether the server is one that Pristine starts
 * @param figures what was measured on it
 * @param comparison what was measured on an embedded server; null if nothing was
 * @param notCompared why that could not be measured; null if it was, or was not asked for
 * @param recommended the isolation to take; null if none leaves nothing behind
 */
record BenchReport(
    int workers,
    int tests,
    int writes,
    boolean embedded,
    Figures figures,
    @Nullable Figures comparison,
    @Nullable String notCompared,
    @Nullable String recommended)
    implements Report {

  private static final int MOST_TRACES = 3;
  private static final double HUNDREDTHS = 100;

  static BenchReport of(Plan plan, Figures figures, boolean embedded) {
    String best = figures.best().map(Figure::isolation).orElse(null);
    return new BenchReport(
        plan.workers(), plan.tests(), plan.writes(), embedded, figures, null, null, best);
  }

  BenchReport comparedWith(Figures other) {
    return new BenchReport(workers, tests, writes, embedded, figures, other, null, recommended);
  }

  BenchReport notCompared(String reason) {
    return new BenchReport(workers, tests, writes, embedded, figures, null, reason, recommended);
  }

  @Override
  public void describe(Page page) {
    page.line("%s at %s".formatted(figures.server(), figures.address()));
    page.line(
        "%d tests for each isolation, %s; each writes %s."
            .formatted(
                tests, workers == 1 ? "one at a time" : workers + " at once", whatTestsWrite()));
    page.blank();
    page.heading("What keeping tests apart costs, for each test");
    page.table(table());
    describeTest(page);
    if (figures.isNoisy()) {
      page.line(
          "  Some rounds were faster with isolation than without: the machine is busy."
              + " More --tests make the figures better.");
    }
    figures.isolations().forEach(figure -> describeTraces(figure, page));
    page.blank();
    BenchAnswers answers = new BenchAnswers(this);
    page.heading("Which to take");
    answers.whichToTake().forEach(line -> page.line("  " + line));
    page.blank();
    page.heading("What memory and fsync=off would bring");
    answers.whatMemoryBrings().forEach(line -> page.line("  " + line));
    if (!figures.advice().isEmpty()) {
      page.blank();
      page.heading("Advice");
      figures.advice().forEach(each -> page.line("  " + each));
    }
  }

  private String whatTestsWrite() {
    if (figures.rows() == 0) {
      return writes == 0
          ? "nothing"
          : "nothing, because no table was found that can be written to without knowing it";
    }
    return "%d rows: %s"
        .formatted(
            figures.rows(),
            figures.written().stream()
                .map(BenchReport::describe)
                .collect(Collectors.joining(", ")));
  }

  private static String describe(Written written) {
    String how = written.how().equals("update") ? " (changing rows that are there)" : "";
    String with =
        written.with().isEmpty()
            ? ""
            : " (with one each in %s)".formatted(String.join(", ", written.with()));
    return written.table() + how + with;
  }

  private Table table() {
    Table table =
        comparison == null
            ? new Table("ISOLATION", "MS", "ROUNDS", "COMMITS", "LEAVES BEHIND")
            : new Table("ISOLATION", "MS", "ROUNDS", "EMBEDDED", "COMMITS", "LEAVES BEHIND");
    for (Figure figure : figures.isolations()) {
      String millis = millis(figure);
      String rounds =
          figure.millis() == null
              ? "-"
              : "%s to %s".formatted(number(figure.lowest()), number(figure.highest()));
      String commits = figure.commits() ? "yes" : "no";
      String behind = behind(figure);
      if (comparison == null) {
        table.row(figure.isolation(), millis, rounds, commits, behind);
      } else {
        String there = millis(comparison.of(figure.contender()));
        table.row(figure.isolation(), millis, rounds, there, commits, behind);
      }
    }
    return table;
  }

  private static String behind(Figure figure) {
    if (figure.millis() == null) {
      return "-";
    }
    int traces = figure.leftBehind().size();
    return traces == 0
        ? "nothing"
        : "traces in %d table%s".formatted(traces, traces == 1 ? "" : "s");
  }

  private void describeTest(Page page) {
    String there =
        comparison == null
            ? ""
            : ", on the embedded server %s ms".formatted(number(comparison.testMillis()));
    page.line(
        "  A test itself takes %s ms%s; that is taken off."
            .formatted(number(figures.testMillis()), there));
  }

  private static void describeTraces(Figure figure, Page page) {
    if (figure.obstacle() != null) {
      page.line("  %s was not measured: %s".formatted(figure.isolation(), figure.obstacle()));
    }
    List<Trace> traces = figure.leftBehind();
    if (traces.isEmpty()) {
      return;
    }
    String more =
        traces.size() > MOST_TRACES ? "; and %d more".formatted(traces.size() - MOST_TRACES) : "";
    page.line(
        "  %s leaves: %s%s"
            .formatted(
                figure.isolation(),
                traces.stream()
                    .limit(MOST_TRACES)
                    .map(Trace::toString)
                    .collect(Collectors.joining("; ")),
                more));
    List<Trace> emptied = traces.stream().filter(trace -> trace.rows() < 0).toList();
    if (!emptied.isEmpty()) {
      page.line(
          "    After each test %d rows must be inserted again, which is not in its figure: in %s."
              .formatted(
                  emptied.stream().mapToLong(trace -> -trace.rows()).sum(),
                  emptied.stream().map(Trace::table).collect(Collectors.joining(", "))));
    }
  }

  private static String millis(Figure figure) {
    return figure.millis() == null ? "-" : number(figure.millis());
  }

  static String number(@Nullable Double millis) {
    // Nothing is less than nothing: no "-0.00".
    return millis == null
        ? "-"
        : String.format(Locale.ROOT, "%.2f", Math.round(millis * HUNDREDTHS) / HUNDREDTHS + 0.0);
  }
}
