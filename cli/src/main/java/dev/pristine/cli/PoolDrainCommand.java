package dev.pristine.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "drain",
    description = {
      "Takes a pool out of the store: at once what nobody holds, and the rest as it comes back. Who"
          + " waits already for what is held gets that first; whoever comes later gets nothing."
    })
final class PoolDrainCommand extends StoreCommand {

  @Parameters(index = "0", paramLabel = "POOL", description = "The pool.")
  private String pool = "";

  @Mixin private WaitOption patience = new WaitOption();

  PoolDrainCommand(SettingOptions options) {
    super(options);
  }

  @Override
  Report report(StorePlace place) {
    return PoolDrainReport.of(place, pool, patience.time());
  }
}
