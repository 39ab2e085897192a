package dev.pristine.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "history",
    description = {
      "Prints the journal, the newest lines last: who held what and when, for when two tests are"
          + " suspected of having met."
    })
final class LeaseHistoryCommand extends StoreCommand {

  private static final int MOST_LINES = 100_000;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "POOL",
      description = "Only this pool; 'lock' for locks.")
  private @Nullable String pool;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "Only this resource or lock.")
  private @Nullable String name;

  @Option(
      names = "--most",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many lines at most (50).")
  private int most;

  LeaseHistoryCommand(SettingOptions options) {
    super(options);
  }

  @Override
  Report report(StorePlace place) {
    WholeNumber.require("--most", most, 1, MOST_LINES);
    return LeaseHistoryReport.of(place, pool == null ? "" : pool, name == null ? "" : name, most);
  }
}
