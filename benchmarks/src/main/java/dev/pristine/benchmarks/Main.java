package dev.pristine.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks' command line. */
@Command(
    name = "benchmarks",
    description = "Measures what isolation costs.",
    mixinStandardHelpOptions = true,
    subcommands = {
      IsolationCommand.class,
      SuitesCommand.class,
      FirstDatabaseCommand.class,
      MicroCommand.class
    })
final class Main {

  private Main() {}

  /** Runs a command. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }
}
