package dev.pristine;

import dev.pristine.spi.Engine;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Finds the engine for a server among those on the class path. */
final class Engines {

  private Engines() {}

  static Engine forServer(Settings settings) {
    List<Engine> all =
        ServiceLoader.load(Engine.class, Engines.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    return all.stream()
        .filter(engine -> engine.recognises(settings.server()))
        .findFirst()
        .orElseThrow(
            () ->
                new SettingsException(
                    ("No engine on the class path knows the server [%s] of the setting pristine.server."
                            + " Engines found: %s. Write embedded:postgresql or a JDBC URL, and add the"
                            + " engine's module (dev.pristine:pristine-<engine>).")
                        .formatted(withoutPassword(settings.server()), names(all))));
  }

  private static String names(List<Engine> engines) {
    return engines.isEmpty()
        ? "none"
        : engines.stream().map(Engine::name).collect(Collectors.joining(", "));
  }

  static String withoutPassword(String server) {
    return server.replaceAll("(?i)(password=)[^&]*", "$1…").replaceAll("//[^?]*@", "//…@");
  }
}
