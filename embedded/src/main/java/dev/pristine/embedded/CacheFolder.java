package dev.pristine.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The folder of a user for what outlives a run. */
final class CacheFolder {

  private static final String NAME = "pristine";

  private CacheFolder() {}

  /**
   * Returns the folder in the cache for the embedded servers of one DBMS; makes it if it is
   * missing.
   */
  static Path forServers(@Nullable Path set, String name, Platform platform, Account account)
      throws SQLException {
    Path cache =
        set != null
            ? set.toAbsolutePath().normalize()
            : usual(
                platform, account.other(), System::getenv, System.getProperty("user.home", "."));
    Path servers = cache.resolve(name);
    try {
      FileTree.createFolders(servers, FileTree.SHARED_FOLDER);
      account.requireReachable(servers);
      return servers.toRealPath();
    } catch (IOException e) {
      throw Trouble.of("Could not make the cache folder [" + servers + "]", e);
    }
  }

  /** Returns the usual cache folder of a user. */
  static Path usual(
      Platform platform,
      boolean root,
      Function<String, @Nullable String> environment,
      String home) {
    return switch (platform.system()) {
      // Root's own folder is closed to the user that the server runs as.
      case LINUX ->
          root
              ? Path.of("/var/cache", NAME)
              : folder(environment.apply("XDG_CACHE_HOME"), home, ".cache").resolve(NAME);
      case MACOS ->
          root ? Path.of("/var/db", NAME) : Path.of(home, "Library", "Caches").resolve(NAME);
      case WINDOWS ->
          folder(environment.apply("LOCALAPPDATA"), home, "AppData/Local").resolve(NAME);
    };
  }

  private static Path folder(@Nullable String set, String home, String otherwise) {
    // A relative XDG_CACHE_HOME must be ignored, says its specification.
    return set != null && Path.of(set).isAbsolute() ? Path.of(set) : Path.of(home, otherwise);
  }
}
