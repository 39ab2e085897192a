package dev.pristine.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that reports what it found or did. */
abstract class ReportingCommand implements Callable<Integer> {

  private static final String LOG = "org.slf4j.simpleLogger.";

  @Option(
      names = "--json",
      description = "Print one JSON object on the standard output, for machines.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final SettingOptions options;

  ReportingCommand(SettingOptions options) {
    this.options = options;
  }

  /** Does what the command is for. */
  abstract Report report();

  final SettingOptions options() {
    return options;
  }

  /** Returns what to tell somebody who waits; says nothing unless there is a terminal. */
  final Progress progress() {
    boolean shown = !json && Terminal.canBeDrawnOn();
    return new Progress(spec.commandLine().getOut(), shown);
  }

  @Override
  public final Integer call() {
    startLogging();
    Report report = report();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      if (report.followsForeignOutput()) {
        out.println();
      }
      out.println(Json.write(report));
    } else {
      report.describe(new Page(out, Terminal.colours()));
    }
    out.flush();
    return report.exitCode();
  }

  /** Before the first logger is made: they read this once. */
  private void startLogging() {
    if (options.verbose()) {
      System.setProperty(LOG + "defaultLogLevel", "info");
      System.setProperty(LOG + "log.dev.pristine", "debug");
    } else {
      // Liquibase and JUnit log by java.util.logging, whose usual level is INFO.
      Logger.getLogger("").setLevel(Level.WARNING);
    }
  }
}
