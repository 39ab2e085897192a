package dev.pristine.cli;

import dev.pristine.cli.bench.Contender;
import dev.pristine.cli.bench.Figures;
import dev.pristine.cli.bench.Figures.Figure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the figures mean for somebody who has to choose.
 *
 * @param report the figures
 */
record BenchAnswers(BenchReport report) {

  /** Tells which isolation to take, and what speaks against the others. */
  List<String> whichToTake() {
    List<String> lines = new ArrayList<>();
    Figure best = best();
    lines.add(
        best == null
            ? "None of them lets tests commit and leaves nothing behind."
            : "%s, at %s ms: the fastest that lets tests commit and leaves nothing behind."
                .formatted(best.isolation(), BenchReport.number(best.millis())));
    if (best != null && best.contender() == Contender.TRUNCATE_ALL) {
      lines.add(
          "It takes rows away and nothing else: a changed schema, or a sequence that is no column's,"
              + " stays as it is.");
    }
    for (Figure figure : report.figures().isolations()) {
      boolean isolates = figure.contender() != Contender.NONE && !figure.equals(best);
      if (isolates && figure.millis() != null) {
        lines.add(
            "%s costs %s ms%s"
                .formatted(figure.isolation(), BenchReport.number(figure.millis()), but(figure)));
      }
    }
    return lines;
  }

  private static String but(Figure figure) {
    if (!figure.commits()) {
      return ", but what is tested may not commit, nor use a second connection.";
    }
    if (figure.takesRowsAway()) {
      return ", and rows that the migrations brought are gone then.";
    }
    return figure.leftBehind().isEmpty() ? "." : ", and leaves something behind.";
  }

  /** Tells what a server with its data in memory, and without fsync, would bring. */
  List<String> whatMemoryBrings() {
    if (report.embedded()) {
      return List.of(
          "This server is embedded: it has fsync off, and its data in memory where there is room.");
    }
    Figures there = report.comparison();
    if (there == null) {
      return List.of(
          report.notCompared() == null
              ? "It was not measured, because of --no-compare."
              : "It could not be measured: " + report.notCompared());
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "Measured on an embedded %s on this machine, with fsync off and its data in memory where"
                .formatted(there.server())
            + " there is room:");
    Figure best = best();
    Contender contender = best == null ? Contender.CLONE : best.contender();
    Figure here = report.figures().of(contender);
    Figure other = there.of(contender);
    if (here.millis() != null && other.millis() != null) {
      lines.add(
          "with %s a test takes %s ms in all there, and %s ms here; %s"
              .formatted(
                  contender,
                  BenchReport.number(there.testMillis() + other.millis()),
                  BenchReport.number(report.figures().testMillis() + here.millis()),
                  "if this server is on another machine, the network has its part in that."));
    }
    there.advice().forEach(each -> lines.add("About the embedded server: " + each));
    return lines;
  }

  private @Nullable Figure best() {
    return report.figures().best().orElse(null);
  }
}
