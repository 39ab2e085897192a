package dev.pristine.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** Tells whether somebody sits in front of this. */
final class Terminal {

  private Terminal() {}

  /** Returns the terminal; null unless both input and output are one. */
  @SuppressWarnings("SystemConsoleNull") // Before Java 22 it is null, since then it is no terminal.
  static @Nullable Console console() {
    Console console = System.console();
    return console != null && isTerminal(console) ? console : null;
  }

  /** Tells whether what was written there can be coloured and written over. */
  static boolean canBeDrawnOn() {
    return console() != null && !"dumb".equals(System.getenv("TERM"));
  }

  /** Tells whether to colour: on a terminal that can, and not if NO_COLOR is set. */
  static Ansi colours() {
    return canBeDrawnOn() ? Ansi.AUTO : Ansi.OFF;
  }

  /**
   * Asks the method that Java has since 22, where there is a console without a terminal as well.
   */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
