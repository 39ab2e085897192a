package dev.pristine.cli;

import picocli.CommandLine;

/** Starts the command line. Public because the launcher needs it so. */
public final class Main {

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    SettingOptions options = new SettingOptions();
    Complaints complaints = new Complaints(options);
    return new CommandLine(new RootCommand())
        .addMixin("settings", options)
        .addSubcommand(new DemoCommand(options))
        .addSubcommand(new StatusCommand(options))
        .addSubcommand(new PrepareCommand(options))
        .addSubcommand(new BenchCommand(options))
        .addSubcommand(new GrantsCommand(options))
        .addSubcommand(new CleanCommand(options))
        .addSubcommand(new StopCommand(options))
        .addSubcommand(new FirstDatabaseCommand(options))
        .addSubcommand(new CommandLine.HelpCommand())
        .setParameterExceptionHandler(complaints)
        .setExecutionExceptionHandler(complaints);
  }
}
