package dev.pristine.embedded;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * What a folder in the cache must hold to be whole. It is written last, beside the folder's
 * content.
 *
 * <p>Nothing in the cache is flushed to the disk when it is written: to flush a thousand files, or
 * the whole file system with what others wrote to it, takes the last process of every run longer
 * than all else that it does. So after a crash of the machine anything may be missing or empty, and
 * the checksums tell. They are compared once after each boot (30 ms for 40 MB); during one boot,
 * the system's own cache hides what the disk lacks.
 *
 * @param boot the boot in which the content was written or last compared; empty if unknown
 * @param keeps what the content is kept for, see {@link Departure.Farewell.Stops}
 * @param sums the files
 */
record Manifest(String boot, Set<String> keeps, Map<String, FileTree.Sum> sums) {

  private static final String BOOT = "boot ";
  private static final String KEEPS = "keeps ";
  private static final String FILE = "file ";
  private static final String WHOLE = "whole ";

  /** Reads a manifest; empty if it is missing or not whole. */
  static Optional<Manifest> read(Path file) throws IOException {
    String text;
    try {
      text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    int end = text.lastIndexOf(WHOLE);
    if (end < 0 || !text.substring(end).equals(closing(text.substring(0, end)))) {
      return Optional.empty();
    }
    return Optional.of(parse(text.substring(0, end)));
  }

  /** Tells whether a folder holds just the files that it should. */
  boolean matches(Path folder) throws IOException {
    return Files.isDirectory(folder) && FileTree.sums(folder).equals(sums);
  }

  Manifest withBoot(String newBoot) {
    return new Manifest(newBoot, keeps, sums);
  }

  void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(BOOT).append(boot).append('\n');
    for (String kept : keeps) {
      text.append(KEEPS).append(URLEncoder.encode(kept, StandardCharsets.UTF_8)).append('\n');
    }
    sums.forEach(
        (path, sum) ->
            text.append(FILE)
                .append(Long.toHexString(sum.checksum()))
                .append(' ')
                .append(sum.length())
                .append(' ')
                .append(path)
                .append('\n'));
    FileTree.writePrivately(file, text + closing(text.toString()));
  }

  private static Manifest parse(String text) {
    String boot = "";
    Set<String> keeps = new LinkedHashSet<>();
    Map<String, FileTree.Sum> sums = new TreeMap<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith(BOOT)) {
        boot = line.substring(BOOT.length());
      } else if (line.startsWith(KEEPS)) {
        keeps.add(URLDecoder.decode(line.substring(KEEPS.length()), StandardCharsets.UTF_8));
      } else if (line.startsWith(FILE)) {
        List<String> parts = List.of(line.substring(FILE.length()).split(" ", 3));
        FileTree.Sum sum =
            new FileTree.Sum(Long.parseLong(parts.get(1)), Long.parseLong(parts.get(0), 16));
        sums.put(parts.get(2), sum);
      }
    }
    return new Manifest(boot, keeps, sums);
  }

  private static String closing(String text) {
    CRC32C checksum = new CRC32C();
    checksum.update(text.getBytes(StandardCharsets.UTF_8));
    return WHOLE + Long.toHexString(checksum.getValue()) + "\n";
  }
}
