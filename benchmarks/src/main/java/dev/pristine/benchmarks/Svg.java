package dev.pristine.benchmarks;

import java.util.Locale;

/** The few elements of SVG that our plots are made of. */
final class Svg {

  private Svg() {}

  static String open(int width, int height) {
    return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
        font-family="sans-serif">
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        """
        .formatted(width, height);
  }

  static String text(double x, double y, String anchor, int size, String text) {
    return "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" font-size=\"%d\">%s</text>\n"
        .formatted(number(x), number(y), anchor, size, escape(text));
  }

  static String line(double x1, double y1, double x2, double y2, String colour, int width) {
    return "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-width=\"%d\"/>\n"
        .formatted(number(x1), number(y1), number(x2), number(y2), colour, width);
  }

  static String rectangle(double x, double y, double width, double height, String colour) {
    return "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>\n"
        .formatted(number(x), number(y), number(width), number(height), colour);
  }

  static String circle(double x, double y, int radius, String colour) {
    return "<circle cx=\"%s\" cy=\"%s\" r=\"%d\" fill=\"%s\"/>\n"
        .formatted(number(x), number(y), radius, colour);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
