package dev.pristine.benchmarks;

import java.util.List;
import java.util.Locale;

/** Draws horizontal bars on a logarithmic scale, as SVG. */
final class Bars {

  private static final int WIDTH = 860;
  private static final int LEFT = 190;
  private static final int RIGHT = 110;
  private static final int ROW = 26;
  private static final int TOP = 56;

  private Bars() {}

  /**
   * One bar.
   *
   * @param label what stands before it
   * @param value its length
   * @param colour how it is filled
   * @param note what stands behind it
   */
  record Bar(String label, double value, String colour, String note) {}

  /**
   * Draws bars.
   *
   * @param least what is drawn as nothing; everything below it too
   */
  static String draw(String title, String subtitle, double least, List<Bar> bars) {
    double most = bars.stream().mapToDouble(Bar::value).max().orElse(least);
    double top = Math.pow(10, Math.ceil(Math.log10(Math.max(most, 10 * least))));
    int height = TOP + ROW * bars.size() + 34;
    StringBuilder svg = new StringBuilder();
    svg.append(Svg.open(WIDTH, height));
    svg.append(Svg.text(12, 22, "start", 15, title));
    svg.append(Svg.text(12, 40, "start", 11, subtitle));
    for (double tick = least; tick <= top * 1.001; tick *= 10) {
      double x = x(tick, least, top);
      svg.append(Svg.line(x, TOP, x, height - 30.0, "#dddddd", 1));
      svg.append(Svg.text(x, height - 14.0, "middle", 11, label(tick)));
    }
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double y = TOP + (double) ROW * i;
      double end = x(Math.max(bar.value(), least), least, top);
      svg.append(Svg.text(LEFT - 8.0, y + 16, "end", 12, bar.label()));
      svg.append(Svg.rectangle(LEFT, y + 4, Math.max(1, end - LEFT), ROW - 8.0, bar.colour()));
      svg.append(Svg.text(end + 6, y + 16, "start", 11, bar.note()));
    }
    return svg.append("</svg>\n").toString();
  }

  private static double x(double value, double least, double top) {
    double share = Math.log10(value / least) / Math.log10(top / least);
    return LEFT + share * (WIDTH - LEFT - RIGHT);
  }

  private static String label(double tick) {
    return tick < 1
        ? String.format(Locale.ROOT, "%.2f", tick).replaceFirst("0+$", "")
        : String.format(Locale.ROOT, "%,.0f", tick);
  }
}
