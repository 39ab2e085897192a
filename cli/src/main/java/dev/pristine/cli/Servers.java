package dev.pristine.cli;

import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.Status;
import java.util.List;

/** What the commands that end things must know of a server. */
record Servers(Settings settings) {

  /** Tells whether the server is one that Pristine starts, and so may stop. */
  boolean areOurs() {
    return settings.server().startsWith("embedded:");
  }

  /** Describes the processes that use the server, except this one. */
  List<String> others(Pristine pristine) {
    return pristine.status().owners().stream()
        .filter(owner -> !owner.self())
        .map(Status.OwnerProcess::description)
        .toList();
  }
}
