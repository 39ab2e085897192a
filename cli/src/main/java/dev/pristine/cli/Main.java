package dev.pristine.cli;

import java.util.List;
import picocli.CommandLine;

/** Starts the command line. Public because the launcher needs it so. */
public final class Main {

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine(arguments).execute(arguments));
  }

  /** Makes the command line that understands these arguments. */
  static CommandLine commandLine(String... arguments) {
    SettingOptions options = new SettingOptions();
    Complaints complaints = new Complaints(options);
    CommandLine leases = new CommandLine(new LeaseCommand());
    CommandLine pools = new CommandLine(new PoolCommand());
    // Making a command takes milliseconds: those of a group are made where the group is named.
    if (List.of(arguments).contains(LeaseCommand.NAME)) {
      addLeaseCommands(leases, options);
    }
    if (List.of(arguments).contains(PoolCommand.NAME)) {
      addPoolCommands(pools, options);
    }
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

  private static void addLeaseCommands(CommandLine leases, SettingOptions options) {
    leases
        .addSubcommand(new LeaseListCommand(options))
        .addSubcommand(new LeaseShowCommand(options))
        .addSubcommand(new LeaseAcquireCommand(options))
        .addSubcommand(new LeaseReleaseCommand(options))
        .addSubcommand(new LeaseHistoryCommand(options))
        .addSubcommand(new LeaseResetCommand(options));
  }

  private static void addPoolCommands(CommandLine pools, SettingOptions options) {
    pools
        .addSubcommand(new PoolAddCommand(options))
        .addSubcommand(new PoolListCommand(options))
        .addSubcommand(new PoolDrainCommand(options));
  }
}
