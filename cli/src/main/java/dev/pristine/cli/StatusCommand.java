package dev.pristine.cli;

import dev.pristine.Pristine;
import dev.pristine.Settings;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    name = "status",
    description = {
      "Tells what Pristine has on the server, and who holds it. Changes nothing, and does not start"
          + " an embedded server that is not running."
    })
final class StatusCommand extends ServerCommand {

  StatusCommand(SettingOptions options) {
    super(options);
  }

  @Override
  Report report(Settings settings) {
    Optional<Pristine> running = Pristine.openIfRunning(settings);
    if (running.isEmpty()) {
      return StatusReport.notRunning(settings.server());
    }
    try (Pristine pristine = running.get()) {
      return StatusReport.of(pristine.status(), new Servers(settings).areOurs());
    }
  }
}
