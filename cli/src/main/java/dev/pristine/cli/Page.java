package dev.pristine.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** Text for people, coloured where that is wanted. */
final class Page {

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

  private String styled(String text, Style style) {
    return colours.enabled() ? style.on() + text + Style.reset.on() : text;
  }
}
