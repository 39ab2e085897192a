package dev.pristine.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "reset",
    description = {
      "Takes everything out of the lease store: pools, leases, claims of values, the journal. Refuses"
          + " to while anybody holds anything."
    })
final class LeaseResetCommand extends StoreCommand {

  @Option(names = "--force", description = "Also while somebody does: he loses it.")
  private boolean force;

  LeaseResetCommand(SettingOptions options) {
    super(options);
  }

  @Override
  Report report(StorePlace place) {
    return LeaseResetReport.of(place, force);
  }
}
