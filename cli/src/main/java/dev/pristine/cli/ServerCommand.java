package dev.pristine.cli;

import dev.pristine.Settings;

/** A command for the server that holds databases. */
abstract class ServerCommand extends ReportingCommand {

  ServerCommand(SettingOptions options) {
    super(options);
  }

  /** Does what the command is for. */
  abstract Report report(Settings settings);

  @Override
  final Report report() {
    return report(options().settings());
  }
}
