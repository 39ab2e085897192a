package dev.pristine.sqlite;

import dev.pristine.spi.ServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * What the setting {@code pristine.server} says: the folder that holds the database files, which is
 * to SQLite what a server is to others, and what each connection is opened with.
 *
 * <p>It is {@code embedded:sqlite}, which means a folder in the cache, or {@code
 * jdbc:sqlite:<folder>}; either may end with parameters of the driver's ({@code
 * ?foreign_keys=on&cache_size=-8000}).
 *
 * @param folder where the database files are, absolute
 * @param embedded whether the folder is one of the cache
 * @param parameters what the driver is told for each connection to a test's database, beyond {@link
 *     Connector#PARAMETERS} or in place of it
 */
record Location(Path folder, boolean embedded, Map<String, String> parameters) {

  private static final String EMBEDDED = "embedded:sqlite";
  private static final String URL = "jdbc:sqlite:";

  /** What isolation rests on. */
  private static final Set<String> FIXED = Set.of("journal_mode", "locking_mode", "open_mode");

  private static final String FORMS =
      "Write embedded:sqlite, or jdbc:sqlite: and the folder for the database files";

  static boolean recognises(String server) {
    return server.equals(EMBEDDED)
        || server.startsWith(EMBEDDED + "?")
        || server.startsWith(EMBEDDED + ":")
        || server.startsWith(URL);
  }

  /** Reads a request; makes no folder. */
  static Location of(ServerRequest request) throws SQLException {
    if (request.user() != null || request.password() != null) {
      throw Trouble.badAddress(
          "SQLite has no users: remove pristine.user and pristine.password, or name another server");
    }
    String server = request.server();
    int question = server.indexOf('?');
    String address = question < 0 ? server : server.substring(0, question);
    Map<String, String> parameters =
        question < 0 ? Map.of() : parameters(server.substring(question + 1));
    if (address.equals(EMBEDDED)) {
      Path cache =
          request.cache() != null
              ? request.cache()
              : usualCache(System::getenv, System.getProperty("os.name", ""), home());
      return new Location(plain(cache.resolve("sqlite")), true, parameters);
    }
    if (!address.startsWith(URL)) {
      throw Trouble.badAddress("SQLite has no versions to choose from. " + FORMS);
    }
    return new Location(folder(address.substring(URL.length())), false, parameters);
  }

  private static Path folder(String text) throws SQLException {
    if (text.isBlank()
        || text.startsWith(":")
        || text.startsWith("file:")
        || text.startsWith("jar:")) {
      throw Trouble.badAddress("[%s] names no folder. %s".formatted(text, FORMS));
    }
    Path folder;
    try {
      folder = plain(Path.of(text));
    } catch (InvalidPathException e) {
      throw Trouble.badAddress("[%s] names no folder. %s".formatted(text, FORMS));
    }
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw Trouble.badAddress(
          "[%s] is a file. Pristine keeps a template and its copies next to each other: name the folder for them, and give the application's schema as pristine.migrations"
              .formatted(folder));
    }
    if (folder.getParent() != null && !Files.isDirectory(folder.getParent())) {
      throw Trouble.badAddress(
          "[%s] cannot be made, because [%s] is no folder".formatted(folder, folder.getParent()));
    }
    return folder;
  }

  /** The driver takes what follows a question mark for parameters, wherever it stands. */
  private static Path plain(Path folder) throws SQLException {
    Path absolute = folder.toAbsolutePath().normalize();
    if (absolute.toString().indexOf('?') >= 0) {
      throw Trouble.badAddress(
          "The folder [%s] has a question mark in its name, behind which SQLite's driver reads parameters: use another"
              .formatted(absolute));
    }
    return absolute;
  }

  private static Map<String, String> parameters(String query) throws SQLException {
    Set<String> known =
        Arrays.stream(SQLiteConfig.Pragma.values())
            .map(SQLiteConfig.Pragma::getPragmaName)
            .collect(Collectors.toCollection(TreeSet::new));
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String each : query.split("&", -1)) {
      int equals = each.indexOf('=');
      String name = equals < 0 ? each : each.substring(0, equals);
      if (equals < 0 || !known.contains(name.toLowerCase(Locale.ROOT))) {
        throw Trouble.badAddress(
            "The parameter [%s] is not one that SQLite's driver knows. It knows, each with = and a value: %s"
                .formatted(name, String.join(", ", known)));
      }
      String plainName = name.toLowerCase(Locale.ROOT);
      String value = each.substring(equals + 1);
      if (FIXED.contains(plainName)
          && !(plainName.equals("journal_mode") && value.equalsIgnoreCase("wal"))) {
        throw Trouble.badAddress(
            "The parameter [%s] would change how files are opened and locked, which isolation rests on: take it out. Databases are in WAL mode"
                .formatted(each));
      }
      parameters.put(plainName, value);
    }
    return parameters;
  }

  private static String home() {
    return System.getProperty("user.home", ".");
  }

  private static Path usualCache(
      Function<String, @Nullable String> environment, String system, String home) {
    String windows = environment.apply("LOCALAPPDATA");
    if (system.startsWith("Windows") && windows != null) {
      return Path.of(windows, "pristine");
    }
    if (system.startsWith("Mac")) {
      return Path.of(home, "Library", "Caches", "pristine");
    }
    // A relative XDG_CACHE_HOME must be ignored, says its specification.
    String set = environment.apply("XDG_CACHE_HOME");
    return (set != null && Path.of(set).isAbsolute() ? Path.of(set) : Path.of(home, ".cache"))
        .resolve("pristine");
  }

  /** Where the owners' files and the table of locks are. */
  Path state() {
    return folder.resolve(".pristine");
  }

  /** Makes the folders, and returns this with the folder's real path. */
  Location made() throws SQLException {
    try {
      Files.createDirectories(folder);
      Location real = new Location(folder.toRealPath(), embedded, parameters);
      Files.createDirectories(real.state());
      if (!Files.isWritable(real.folder) || !Files.isWritable(real.state())) {
        throw Trouble.of(
            "The folder [%s] cannot be written to by this user: make it writable, or use another (%s)"
                .formatted(folder, embedded ? "pristine.cache" : "pristine.server"));
      }
      return real;
    } catch (IOException e) {
      throw Trouble.of(
          "Could not make the folder [%s] for the database files".formatted(folder), e);
    }
  }

  /** Returns the address as people read it. */
  String address() {
    return URL + folder;
  }
}
