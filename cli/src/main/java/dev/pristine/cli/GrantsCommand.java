package dev.pristine.cli;

import dev.pristine.Pristine;
import dev.pristine.Settings;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    name = "grants",
    description = {
      "Prints the SQL that a superuser would run in the database postgres, so that databases can be"
          + " rewound on this server. Runs none of it."
    })
final class GrantsCommand extends ServerCommand {

  GrantsCommand(SettingOptions options) {
    super(options);
  }

  @Override
  Report report(Settings settings) {
    Optional<Pristine> running = Pristine.openIfRunning(settings);
    if (running.isEmpty()) {
      return GrantsReport.notRunning(settings.server());
    }
    try (Pristine pristine = running.get()) {
      return GrantsReport.of(pristine);
    }
  }
}
