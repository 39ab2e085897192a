package dev.pristine.benchmarks;

import dev.pristine.benchmarks.CellResult.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cells that differ in nothing but the tool, and so can be compared.
 *
 * @param cell one of them
 * @param results all of them
 */
record Group(Cell cell, List<CellResult> results) {

  static List<Group> of(List<CellResult> results) {
    Map<String, List<CellResult>> groups = new LinkedHashMap<>();
    results.forEach(
        result -> groups.computeIfAbsent(title(result.cell()), t -> new ArrayList<>()).add(result));
    return groups.values().stream()
        .map(cells -> new Group(cells.get(0).cell(), List.copyOf(cells)))
        .toList();
  }

  String title() {
    return title(cell);
  }

  /** Returns a name for files. */
  String slug() {
    return "%s-%dx%d%s%s"
        .formatted(
            cell.schema().name(),
            cell.forks(),
            cell.threads(),
            cell.writes() ? "" : "-nothing-written",
            cell.thinkMillis() == 0 ? "" : "-think-" + cell.thinkMillis());
  }

  /**
   * Returns the cheapest of the others' tools that commits and leaves nothing dirty; empty if none
   * was measured.
   */
  Optional<CellResult> bestRightPeer() {
    return results.stream()
        .filter(Group::isRight)
        .filter(result -> !tool(result).isPristine())
        .min(
            Comparator.comparingDouble(
                result -> figures(result).map(Figures::added).orElseThrow()));
  }

  /** Tells whether a tool is made to restore everything, and every test has found that it did. */
  static boolean isRight(CellResult result) {
    return tool(result).restoresAll()
        && figures(result).map(figures -> figures.dirt().clean()).orElse(false);
  }

  static Tool tool(CellResult result) {
    return Tool.named(result.cell().adapter());
  }

  static Optional<Figures> figures(CellResult result) {
    return Optional.ofNullable(result.figures());
  }

  private static String title(Cell cell) {
    return "Schema %s, %s, %s%s%s"
        .formatted(
            cell.schema().name(),
            count(cell.forks(), "process", "processes"),
            count(cell.threads(), "thread each", "threads each"),
            cell.writes() ? "" : ", nothing written",
            cell.thinkMillis() == 0
                ? ""
                : ", each test waits %d ms for something else".formatted(cell.thinkMillis()));
  }

  private static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
