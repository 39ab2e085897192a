package dev.pristine.cli;

import dev.pristine.Pristine;
import dev.pristine.Settings;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    name = "stop",
    description = {
      "Stops the embedded server, unless a process uses it. Its templates stay on disk for the next"
          + " run; databases that were set aside can be looked at again when it runs."
    })
final class StopCommand extends ServerCommand {

  StopCommand(SettingOptions options) {
    super(options);
  }

  @Override
  Report report(Settings settings) {
    Servers servers = new Servers(settings);
    if (!servers.areOurs()) {
      return StopReport.notOurs();
    }
    Optional<Pristine> running = Pristine.openIfRunning(settings);
    if (running.isEmpty()) {
      return StopReport.notRunning();
    }
    try (Pristine pristine = running.get()) {
      List<String> users = servers.others(pristine);
      if (!users.isEmpty()) {
        return StopReport.used(users);
      }
      pristine.closeAndStop();
    }
    return Pristine.openIfRunning(settings)
        .map(again -> joinedMeanwhile(again, servers))
        .orElseGet(StopReport::done);
  }

  /** Somebody came between the look and the stop, and the server runs on for them. */
  private static StopReport joinedMeanwhile(Pristine again, Servers servers) {
    try (again) {
      return StopReport.used(servers.others(again));
    }
  }
}
