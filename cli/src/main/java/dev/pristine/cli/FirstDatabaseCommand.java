package dev.pristine.cli;

import dev.pristine.Pristine;
import dev.pristine.Settings;
import java.time.Duration;
import picocli.CommandLine.Command;

/** What {@link FirstDatabase} starts in a process of its own. */
@Command(
    name = FirstDatabaseCommand.NAME,
    hidden = true,
    description = "Prints how many milliseconds the first test database of a process takes.")
final class FirstDatabaseCommand extends ServerCommand {

  static final String NAME = "first-database";

  FirstDatabaseCommand(SettingOptions options) {
    super(options);
  }

  /** Prints the number alone. */
  record Millis(long millis) implements Report {
    @Override
    public void describe(Page page) {
      page.line("%d".formatted(millis));
    }
  }

  @Override
  Report report(Settings settings) {
    long start = System.nanoTime();
    try (Pristine pristine = Pristine.open(settings)) {
      Ponies.useOne(pristine, NAME);
      return new Millis(Duration.ofNanos(System.nanoTime() - start).toMillis());
    }
  }
}
