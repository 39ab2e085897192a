package dev.pristine.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = {"Shows one resource, or one lock: who holds it, and who held it last."})
final class LeaseShowCommand extends StoreCommand {

  @Parameters(index = "0", paramLabel = "POOL", description = "The pool; 'lock' for a lock.")
  private String pool = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "The resource or the lock.")
  private String name = "";

  LeaseShowCommand(SettingOptions options) {
    super(options);
  }

  @Override
  Report report(StorePlace place) {
    return LeaseShowReport.of(place, pool, name);
  }
}
