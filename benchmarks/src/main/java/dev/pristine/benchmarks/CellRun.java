package dev.pristine.benchmarks;

/** Measures one cell: turn by turn with the tool and without isolation. */
final class CellRun {

  private static final int WARM_UP_SHARE = 2;

  private CellRun() {}

  static CellResult measure(Cell cell, Crew crew) throws Exception {
    int warmUp = Math.max(2 * cell.workers(), cell.tests() / WARM_UP_SHARE);
    crew.run(false, warmUp);
    crew.run(true, warmUp);
    Block none = Block.NOTHING;
    Block tool = Block.NOTHING;
    double[] added = new double[cell.rounds()];
    for (int round = 0; round < cell.rounds(); round++) {
      int tests = share(cell, round);
      // By turns the one and the other comes first, so that neither always follows the other.
      boolean toolFirst = round % 2 == 1;
      Block first = turn(cell, crew, toolFirst, tests);
      Block second = turn(cell, crew, !toolFirst, tests);
      Block ofTool = toolFirst ? first : second;
      Block ofNone = toolFirst ? second : first;
      added[round] = Statistics.millis(ofTool.wallNanos() - (double) ofNone.wallNanos()) / tests;
      tool = tool.then(ofTool);
      none = none.then(ofNone);
    }
    return new CellResult(cell, crew.configuration(), null, figures(cell, none, tool, added));
  }

  /** Some tests come before those that count: what the turn before left behind is not ours. */
  private static Block turn(Cell cell, Crew crew, boolean isolate, int tests) throws Exception {
    crew.run(isolate, 2 * cell.workers());
    return crew.run(isolate, tests);
  }

  /** Divides the tests among the rounds, each of which has one at least. */
  private static int share(Cell cell, int round) {
    int before = (int) ((long) cell.tests() * round / cell.rounds());
    int after = (int) ((long) cell.tests() * (round + 1) / cell.rounds());
    return Math.max(1, after - before);
  }

  private static CellResult.Figures figures(Cell cell, Block none, Block tool, double[] added) {
    double wallPerTest = Statistics.millis((double) tool.wallNanos()) / tool.dirt().tests();
    double nonePerTest = Statistics.millis((double) none.wallNanos()) / none.dirt().tests();
    return new CellResult.Figures(
        wallPerTest,
        nonePerTest,
        cell.adapter().equals(Tool.NONE.spelling()) ? 0 : wallPerTest - nonePerTest,
        Statistics.quantile(0.25, added),
        Statistics.quantile(0.75, added),
        Statistics.quantileMillis(0.5, tool.isolationNanos()),
        Statistics.quantileMillis(0.95, tool.isolationNanos()),
        Statistics.quantileMillis(0.5, tool.connectNanos()),
        Statistics.quantileMillis(0.95, tool.connectNanos()),
        tool.dirt());
  }
}
