package dev.pristine.cli;

import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.Status;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "clean",
    description = {
      "Drops what processes that are gone have left on the server, and templates and set-aside"
          + " databases that are too many or too old, and stops an embedded server that no process"
          + " uses. Never touches what a living process uses."
    })
final class CleanCommand extends ServerCommand {

  @Option(
      names = "--all",
      description = {
        "Also drop all templates, prepared copies and set-aside databases, and remove the cache of"
            + " an embedded server that no process uses."
      })
  private boolean all;

  CleanCommand(SettingOptions options) {
    super(options);
  }

  @Override
  Report report(Settings settings) {
    Servers servers = new Servers(settings);
    Optional<Pristine> running = Pristine.openIfRunning(settings);
    if (running.isEmpty()) {
      return withoutServer(settings, servers);
    }
    List<String> dropped;
    List<String> users;
    boolean stops;
    try (Pristine pristine = running.get()) {
      dropped = pristine.clean(all);
      users = servers.others(pristine);
      stops = servers.areOurs() && users.isEmpty() && keepsNothing(pristine);
      if (stops) {
        pristine.closeAndStop();
      }
    }
    boolean purges = all && stops;
    if (purges) {
      Pristine.purge(settings);
    }
    return new CleanReport(
        settings.server(), true, dropped, stops, purges, all ? users : List.of());
  }

  private static boolean keepsNothing(Pristine pristine) {
    return pristine.status().databases().stream()
        .noneMatch(database -> database.kind() == Status.Kind.KEPT);
  }

  private CleanReport withoutServer(Settings settings, Servers servers) {
    boolean purges = all && servers.areOurs();
    if (purges) {
      Pristine.purge(settings);
    }
    return new CleanReport(settings.server(), false, List.of(), false, purges, List.of());
  }
}
