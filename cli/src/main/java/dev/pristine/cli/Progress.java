package dev.pristine.cli;

import java.io.PrintWriter;

/** One line that is overwritten again and again while something goes on. Thread-safe. */
final class Progress {

  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean shown;

  Progress(PrintWriter out, boolean shown) {
    this.out = out;
    this.shown = shown;
  }

  synchronized void say(String what) {
    if (shown) {
      out.print(ERASE_LINE + what + " ...");
      out.flush();
    }
  }

  synchronized void done() {
    if (shown) {
      out.print(ERASE_LINE);
      out.flush();
    }
  }
}
