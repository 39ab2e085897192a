package dev.pristine.benchmarks;

import dev.pristine.benchmarks.CellResult.Figures;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Writes a report as Markdown. */
final class IsolationPage {

  private IsolationPage() {}

  static String write(IsolationReport report) {
    StringBuilder page = new StringBuilder();
    page.append("# What isolation costs\n\n");
    page.append("%s. %s.\n\n".formatted(report.date(), report.machine().describe()));
    page.append("Server: ").append(String.join(", ", report.server())).append(".\n\n");
    page.append("Command: `").append(report.command()).append("`\n\n");
    page.append(
        """
        Milliseconds. *added* = (wall − wall without isolation) / tests, by turns with tests without \
        isolation; in brackets the quartiles of single rounds. *waits* = what a test waits for its \
        tool before and after it, median / p95; *with connect* also for its connection. *dirty* = in \
        how many tests counts / seed rows / a sequence / an identity column were not as in the \
        template. *ratio* = how many times less is added than by the best of the other tools that \
        commits and leaves nothing dirty. *share* = isolation's part of the wall time.
        """);
    for (Group group : Group.of(report.results())) {
      append(page, group);
    }
    page.append("\n## How the tools were set up\n\n");
    configurations(report).forEach(line -> page.append("- ").append(line).append('\n'));
    return page.toString();
  }

  private static void append(StringBuilder page, Group group) {
    Optional<CellResult> best = group.bestRightPeer();
    page.append("\n## ").append(group.title()).append("\n\n");
    best.ifPresentOrElse(
        result -> page.append("Best right peer: ").append(result.cell().adapter()).append(".\n\n"),
        () -> page.append("No other tool that leaves nothing dirty was measured.\n\n"));
    page.append("![added per test](isolation-").append(group.slug()).append(".svg)\n\n");
    page.append(
        "| tool | tests | wall/test | none/test | added | waits | with connect | dirty | ratio |"
            + " share |\n|---|---|---|---|---|---|---|---|---|---|\n");
    for (CellResult result : group.results()) {
      page.append(row(result, best.flatMap(Group::figures)));
    }
  }

  private static String row(CellResult result, Optional<Figures> best) {
    String tool = result.cell().adapter();
    if (result.figures() == null) {
      return "| %s | not available: %s ||||||||||\n"
          .formatted(tool, Objects.requireNonNullElse(result.unavailable(), ""));
    }
    Figures figures = result.figures();
    return "| %s%s | %d | %s | %s | **%s** (%s – %s) | %s / %s | %s / %s | %s | %s | %s |\n"
        .formatted(
            tool,
            Group.isRight(result) ? " ✓" : "",
            figures.dirt().tests(),
            number(figures.wallPerTest()),
            number(figures.nonePerTest()),
            number(figures.added()),
            number(figures.addedLow()),
            number(figures.addedHigh()),
            number(figures.isolationMedian()),
            number(figures.isolationP95()),
            number(figures.connectMedian()),
            number(figures.connectP95()),
            figures.dirt(),
            ratio(figures, best),
            "%.0f %%".formatted(100 * figures.share()));
  }

  private static String ratio(Figures figures, Optional<Figures> best) {
    // Less than what noise adds cannot be divided by.
    return best.filter(peer -> figures.added() > 0)
        .map(peer -> number(peer.added() / figures.added()))
        .orElse("–");
  }

  static String number(double value) {
    String format = Math.abs(value) >= 100 ? "%.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  private static Set<String> configurations(IsolationReport report) {
    Set<String> lines = new LinkedHashSet<>();
    for (CellResult result : report.results()) {
      if (result.unavailable() == null) {
        lines.add("**%s**: %s".formatted(result.cell().adapter(), result.configuration()));
      }
    }
    return lines;
  }
}
