package dev.pristine.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * What was measured in one cell; milliseconds.
 *
 * @param cell what was measured
 * @param configuration how the tool was set up
 * @param unavailable why nothing was measured; null if something was
 * @param figures the figures; null if nothing was measured
 */
record CellResult(
    Cell cell, String configuration, @Nullable String unavailable, @Nullable Figures figures) {

  /**
   * The figures of a cell.
   *
   * @param wallPerTest the tool's wall time, divided by the number of tests
   * @param nonePerTest the same without isolation
   * @param added the difference: what isolation costs
   * @param addedLow the lower quartile of the difference in single rounds
   * @param addedHigh the upper quartile
   * @param isolationMedian what a test waits for its tool, before and after it
   * @param isolationP95 the same, in 19 of 20 tests at most
   * @param connectMedian the same with the opening of the connection
   * @param connectP95 the same with the opening of the connection
   * @param dirt what the tests found
   */
  record Figures(
      double wallPerTest,
      double nonePerTest,
      double added,
      double addedLow,
      double addedHigh,
      double isolationMedian,
      double isolationP95,
      double connectMedian,
      double connectP95,
      Dirt.Tally dirt) {

    /** Returns which part of the wall time was isolation. */
    double share() {
      return added / wallPerTest;
    }
  }

  static CellResult unavailable(Cell cell, String why) {
    return new CellResult(cell, "", why, null);
  }
}
