package dev.pristine.cli;

import dev.pristine.SettingsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "release",
    description = {
      "Takes a resource or a lock from whoever holds it, or a resource out of quarantine. The holder"
          + " learns so when he next uses his lease; a command of 'pristine lease acquire' is ended."
    })
final class LeaseReleaseCommand extends StoreCommand {

  @Parameters(index = "0", paramLabel = "POOL", description = "The pool; 'lock' for a lock.")
  private String pool = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "The resource or the lock.")
  private String name = "";

  @Option(names = "--force", description = "Needed, because the holder is not asked.")
  private boolean force;

  LeaseReleaseCommand(SettingOptions options) {
    super(options);
  }

  @Override
  Report report(StorePlace place) {
    if (!force) {
      throw new SettingsException(
          "Whoever holds a lease releases it, and what is held by the dead comes back by itself. To"
              + " take [%s/%s] from somebody who lives, give --force.".formatted(pool, name));
    }
    return LeaseReleaseReport.of(place, pool, name);
  }
}
