package dev.pristine.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** Text for people, coloured where that is wanted. */
final class Page {

  private static final DateTimeFormatter LOCAL_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private final PrintWriter out;
  private final Ansi colours;

  Page(PrintWriter out, Ansi colours) {
    this.out = out;
    this.colours = colours;
  }

  void line(String text) {
    out.println(text);
  }

  void blank() {
    out.println();
  }

  void heading(String text) {
    out.println(styled(text, Style.bold));
  }

  void table(Table table) {
    table.lines().forEach(line -> out.println(("  " + line).stripTrailing()));
  }

  String good(String text) {
    return styled(text, Style.fg_green);
  }

  String bad(String text) {
    return styled(text, Style.fg_red);
  }

  /**
   * Writes a time as it is here.
   *
   * @param instant the time in ISO 8601
   */
  static String localTime(String instant) {
    return LOCAL_TIME.format(Instant.parse(instant));
  }

  /** Makes visible what would otherwise steer a terminal; lines stay lines. */
  static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.chars()
        .forEach(
            each -> {
              if (each != '\n' && Character.isISOControl(each)) {
                visible.append("\\u%04x".formatted(each));
              } else {
                visible.append((char) each);
              }
            });
    return visible.toString();
  }

  private String styled(String text, Style style) {
    return colours.enabled() ? style.on() + text + Style.reset.on() : text;
  }
}
