package dev.pristine.benchmarks;

import dev.pristine.benchmarks.CellResult.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Draws what a report says. */
final class IsolationPlots {

  /** The least that can be told from noise. */
  private static final double LEAST_MILLIS = 0.01;

  private static final String OURS = "#1f77b4";
  private static final String RIGHT = "#2ca02c";
  private static final String DIRTY = "#bbbbbb";

  private IsolationPlots() {}

  /** Draws plots, by the names of their files. */
  static Map<String, String> draw(IsolationReport report) {
    Map<String, String> plots = new LinkedHashMap<>();
    List<Group> groups = Group.of(report.results());
    for (Group group : groups) {
      plots.put("isolation-" + group.slug() + ".svg", costs(group));
    }
    Map<String, List<Group>> byLoad = new LinkedHashMap<>();
    for (Group group : groups) {
      Cell cell = group.cell();
      Cell alone = new Cell("", cell.schema(), 0, 0, 0, 0, cell.writes(), cell.thinkMillis());
      byLoad.computeIfAbsent(new Group(alone, List.of()).slug(), s -> new ArrayList<>()).add(group);
    }
    byLoad.forEach(
        (slug, same) -> {
          TreeSet<Integer> workers = new TreeSet<>();
          same.forEach(group -> workers.add(group.cell().workers()));
          if (workers.size() > 1) {
            plots.put(
                "throughput-" + slug.replace("-0x0", "") + ".svg",
                throughput(same, List.copyOf(workers)));
          }
        });
    return plots;
  }

  private static String costs(Group group) {
    List<Bars.Bar> bars = new ArrayList<>();
    for (CellResult result : group.results()) {
      Figures figures = result.figures();
      if (figures != null && Group.tool(result) != Tool.NONE) {
        String dirt = figures.dirt().clean() ? "" : ", dirty";
        bars.add(
            new Bars.Bar(
                result.cell().adapter(),
                figures.added(),
                colour(result),
                IsolationPage.number(figures.added()) + dirt));
      }
    }
    return Bars.draw(
        group.title(),
        "Milliseconds that isolation adds to a test (logarithmic). Blue: Pristine. Green: others that"
            + " commit and leave nothing dirty. Grey: all else.",
        LEAST_MILLIS,
        bars);
  }

  private static String colour(CellResult result) {
    if (!Group.isRight(result)) {
      return DIRTY;
    }
    return Group.tool(result).isPristine() ? OURS : RIGHT;
  }

  private static String throughput(List<Group> groups, List<Integer> workers) {
    Map<String, List<Lines.Point>> points = new LinkedHashMap<>();
    for (Group group : groups) {
      for (CellResult result : group.results()) {
        Figures figures = result.figures();
        if (figures != null) {
          String forks =
              group.cell().forks() == 1 ? "" : ", %d processes".formatted(group.cell().forks());
          points
              .computeIfAbsent(result.cell().adapter() + forks, t -> new ArrayList<>())
              .add(new Lines.Point(group.cell().workers(), 1000 / figures.wallPerTest()));
        }
      }
    }
    List<Lines.Line> lines =
        points.entrySet().stream()
            .map(entry -> new Lines.Line(entry.getKey(), entry.getValue()))
            .toList();
    return Lines.draw(
        "Schema " + groups.get(0).cell().schema().name(),
        "Tests per second (logarithmic) over the number of workers",
        workers,
        lines);
  }
}
