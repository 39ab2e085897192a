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
    CommandLine leases = leases(options);
    CommandLine pools = pools(options);
    CommandLine line =
        new CommandLine(new RootCommand())
            .addMixin("settings", options)
            .addSubcommand(new DemoCommand(options))
            .addSubcommand(new StatusCommand(options))
            .addSubcommand(new PrepareCommand(options))
            .addSubcommand(new BenchCommand(options))
            .addSubcommand(new GrantsCommand(options))
            .addSubcommand(new CleanCommand(options))
            .addSubcommand(new StopCommand(options))
            .addSubcommand(leases)
            .addSubcommand(pools)
            .addSubcommand(new FirstDatabaseCommand(options))
            .addSubcommand(new CommandLine.HelpCommand())
            // What follows --exec is for others to understand.
            .setExpandAtFiles(false)
            .setParameterExceptionHandler(complaints)
            .setExecutionExceptionHandler(complaints);
    SettingOptions.removeFrom(leases);
    SettingOptions.removeFrom(pools);
    return line;
  }

  private static CommandLine leases(SettingOptions options) {
    return new CommandLine(new LeaseCommand())
        .addSubcommand(new LeaseListCommand(options))
        .addSubcommand(new LeaseShowCommand(options))
        .addSubcommand(new LeaseAcquireCommand(options))
        .addSubcommand(new LeaseReleaseCommand(options))
        .addSubcommand(new LeaseHistoryCommand(options))
        .addSubcommand(new LeaseResetCommand(options));
  }

  private static CommandLine pools(SettingOptions options) {
    return new CommandLine(new PoolCommand())
        .addSubcommand(new PoolAddCommand(options))
        .addSubcommand(new PoolListCommand(options))
        .addSubcommand(new PoolDrainCommand(options));
  }
}
