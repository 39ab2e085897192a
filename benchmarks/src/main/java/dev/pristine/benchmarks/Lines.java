package dev.pristine.benchmarks;

import java.util.List;
import java.util.Locale;

/** Draws lines over a number of workers, on a logarithmic scale, as SVG. */
final class Lines {

  private static final int WIDTH = 860;
  private static final int HEIGHT = 460;
  private static final int LEFT = 70;
  private static final int RIGHT = 220;
  private static final int TOP = 56;
  private static final int BOTTOM = 50;
  private static final List<String> COLOURS =
      List.of(
          "#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b", "#e377c2",
          "#7f7f7f", "#bcbd22");

  private Lines() {}

  /**
   * One line.
   *
   * @param label what stands at its end
   * @param points its points
   */
  record Line(String label, List<Point> points) {}

  /**
   * One point.
   *
   * @param workers where it is from left to right
   * @param value where it is from the bottom to the top
   */
  record Point(int workers, double value) {}

  /** Draws lines. All values are greater than zero. */
  static String draw(String title, String subtitle, List<Integer> workers, List<Line> lines) {
    double[] values =
        lines.stream().flatMap(line -> line.points().stream()).mapToDouble(Point::value).toArray();
    double bottom = Math.pow(10, Math.floor(Math.log10(Statistics.quantile(0, values))));
    double top = Math.pow(10, Math.ceil(Math.log10(Statistics.quantile(1, values))));
    StringBuilder svg = new StringBuilder();
    svg.append(Svg.open(WIDTH, HEIGHT));
    svg.append(Svg.text(12, 22, "start", 15, title));
    svg.append(Svg.text(12, 40, "start", 11, subtitle));
    for (double tick = bottom; tick <= top * 1.001; tick *= 10) {
      double y = y(tick, bottom, top);
      svg.append(Svg.line(LEFT, y, WIDTH - (double) RIGHT, y, "#dddddd", 1));
      svg.append(Svg.text(LEFT - 8.0, y + 4, "end", 11, String.format(Locale.ROOT, "%,.1f", tick)));
    }
    for (int i = 0; i < workers.size(); i++) {
      String label = workers.get(i) + (i == workers.size() - 1 ? " workers" : "");
      svg.append(Svg.text(x(i, workers.size()), HEIGHT - 24.0, "middle", 11, label));
    }
    for (int i = 0; i < lines.size(); i++) {
      svg.append(line(lines.get(i), COLOURS.get(i % COLOURS.size()), workers, bottom, top));
    }
    return svg.append("</svg>\n").toString();
  }

  private static String line(
      Line line, String colour, List<Integer> workers, double bottom, double top) {
    StringBuilder svg = new StringBuilder();
    double lastX = 0;
    double lastY = 0;
    for (int i = 0; i < line.points().size(); i++) {
      Point point = line.points().get(i);
      double x = x(workers.indexOf(point.workers()), workers.size());
      double y = y(point.value(), bottom, top);
      if (i > 0) {
        svg.append(Svg.line(lastX, lastY, x, y, colour, 2));
      }
      svg.append(Svg.circle(x, y, 3, colour));
      lastX = x;
      lastY = y;
    }
    return svg.append(Svg.text(lastX + 10, lastY + 4, "start", 11, line.label())).toString();
  }

  private static double x(int index, int number) {
    double share = number == 1 ? 0.5 : (double) index / (number - 1);
    return LEFT + 20 + share * (WIDTH - LEFT - RIGHT - 40);
  }

  private static double y(double value, double bottom, double top) {
    double share = top > bottom ? Math.log10(value / bottom) / Math.log10(top / bottom) : 0.5;
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }
}
