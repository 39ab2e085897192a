package dev.pristine.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * What processes must have in common to share a server: the machine since it was booted, its
 * processes and its network. Containers that share a cache folder differ in the latter two.
 *
 * @param boot tells this boot from every other; empty where that cannot be told
 * @param host the machine's name; empty where that cannot be told
 * @param id tells this place from every other, as a part of a file's name
 */
record Place(String boot, String host, String id) {

  static Place current() {
    String boot = read(Path.of("/proc/sys/kernel/random/boot_id"));
    String host = read(Path.of("/proc/sys/kernel/hostname"));
    return of(boot, host, target("/proc/self/ns/pid") + target("/proc/self/ns/net"));
  }

  static Place of(String boot, String host, String namespaces) {
    CRC32 checksum = new CRC32();
    checksum.update((boot + namespaces).getBytes(StandardCharsets.UTF_8));
    return new Place(boot, host, "%08x".formatted(checksum.getValue()));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static String target(String link) {
    try {
      return Files.readSymbolicLink(Path.of(link)).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
