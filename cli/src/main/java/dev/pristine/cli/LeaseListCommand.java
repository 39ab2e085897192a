package dev.pristine.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "list",
    description = {"Lists the resources of all pools, or of one, and the locks: who holds what."})
final class LeaseListCommand extends StoreCommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "POOL",
      description = "Only the resources of this pool; lock: only locks.")
  private @Nullable String pool;

  LeaseListCommand(SettingOptions options) {
    super(options);
  }

  @Override
  Report report(StorePlace place) {
    return LeaseListReport.of(place, pool);
  }
}
