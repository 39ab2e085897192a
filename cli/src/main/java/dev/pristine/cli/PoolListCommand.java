package dev.pristine.cli;

import picocli.CommandLine.Command;

@Command(
    name = "list",
    description = {"Lists the pools, and how many of their resources are in which state."})
final class PoolListCommand extends StoreCommand {

  PoolListCommand(SettingOptions options) {
    super(options);
  }

  @Override
  Report report(StorePlace place) {
    return PoolListReport.of(place);
  }
}
