package dev.pristine.leases;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What this process knows of itself: where its project is, who it is, which line is running. */
final class Places {

  static final long HISTORY = 100_000;

  private static final String FILE_URL = "jdbc:sqlite:";
  private static final List<String> BUILDS =
      List.of("pom.xml", "settings.gradle", "settings.gradle.kts", "build.gradle");

  private Places() {}

  static String usual() {
    String property = System.getProperty("dev.pristine.leases.store", "");
    if (!property.isEmpty()) {
      return property;
    }
    String variable = System.getenv("DEV_PRISTINE_LEASES_STORE");
    if (variable != null && !variable.isEmpty()) {
      return variable;
    }
    return root(Path.of("").toAbsolutePath()).resolve(".pristine").resolve("leases.db").toString();
  }

  static String file(String place) {
    String file = place.startsWith(FILE_URL) ? place.substring(FILE_URL.length()) : place;
    if (file.startsWith("jdbc:") || file.contains("://")) {
      throw new LeaseException(
          "No leases can be kept in ["
              + Urls.printable(place)
              + "]: a store is a file, or a database of a PostgreSQL server.");
    }
    if (file.isEmpty()
        || file.indexOf('?') >= 0
        || file.startsWith("file:")
        || file.startsWith(":")) {
      throw new LeaseException("No path of a file: [" + Urls.printable(file) + "].");
    }
    return Path.of(file).toAbsolutePath().toString();
  }

  /** Returns the project's root: the checkout's, or that of the outermost build around it. */
  static Path root(Path from) {
    Path outermost = from;
    boolean building = true;
    for (Path at = from; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(".git")) || Files.isDirectory(at.resolve(".pristine"))) {
        return at;
      }
      Path folder = at;
      building &= BUILDS.stream().anyMatch(each -> Files.exists(folder.resolve(each)));
      if (building) {
        outermost = at;
      }
    }
    return outermost;
  }

  static String process() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = Objects.requireNonNullElse(System.getenv("HOSTNAME"), "unknown");
    }
    return ProcessHandle.current().pid() + "@" + host;
  }

  /** Returns what names this run. */
  static String run() {
    String property = System.getProperty("dev.pristine.leases.run", "");
    if (!property.isEmpty()) {
      return property;
    }
    Optional<ProcessHandle> parent = ProcessHandle.current().parent();
    ProcessHandle process = parent.orElse(ProcessHandle.current());
    return process.pid()
        + "/"
        + process.info().startInstant().map(Object::toString).orElse("unknown");
  }

  /** Returns the class, method and line that called into this package. */
  static String caller() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> !isOurs(frame.getClassName()))
                    .findFirst()
                    .map(
                        frame ->
                            frame.getClassName()
                                + "."
                                + frame.getMethodName()
                                + ":"
                                + frame.getLineNumber()))
        .orElse("unknown");
  }

  private static boolean isOurs(String name) {
    return name.equals(Leases.class.getName()) || name.equals(Places.class.getName());
  }
}
