package dev.pristine.cli;

import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.Status;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What commands must know of a server besides what it tells itself. */
record Servers(Settings settings) {

  private static final Pattern MAJOR = Pattern.compile("[0-9]+");

  /** Tells whether the server is one that Pristine starts, and so may stop. */
  boolean areOurs() {
    return settings.server().startsWith("embedded:");
  }

  /** Tells whether there is no server: the databases are files that each process opens itself. */
  boolean areFiles() {
    return engine().equals("sqlite");
  }

  /**
   * Returns the setting for an embedded server of the same kind and major version; empty if there
   * is none of its kind.
   *
   * @param product the server's name and version
   */
  Optional<String> embeddedLike(String product) {
    if (product.startsWith("MySQL ")) {
      return Optional.empty();
    }
    Matcher major = MAJOR.matcher(product);
    return Optional.of("embedded:" + engine() + (major.find() ? ":" + major.group() : ""));
  }

  private String engine() {
    String engine = settings.server().split("[:?]", -1)[1];
    // What many write for a server that is a MariaDB.
    return engine.equals("mysql") ? "mariadb" : engine;
  }

  /** Describes the processes that use the server, except this one. */
  List<String> others(Pristine pristine) {
    return pristine.status().owners().stream()
        .filter(owner -> !owner.self())
        .map(Status.OwnerProcess::description)
        .toList();
  }
}
