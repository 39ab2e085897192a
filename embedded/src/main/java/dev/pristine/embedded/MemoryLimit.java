package dev.pristine.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much memory a process may use with all its like: what the machine has, or less where a
 * control group limits it. The JDK knows too, but takes 30 ms to load its management classes.
 */
final class MemoryLimit {

  private static final Pattern TOTAL = Pattern.compile("(?m)^MemTotal:\\s+([0-9]+) kB$");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private MemoryLimit() {}

  /**
   * Returns the limit in bytes.
   *
   * @param processes {@code /proc}
   * @param groups {@code /sys/fs/cgroup}
   */
  static long in(Path processes, Path groups) {
    Matcher total = TOTAL.matcher(read(processes.resolve("meminfo")));
    long limit = total.find() ? Long.parseLong(total.group(1)) << 10 : 0;
    for (String line : read(processes.resolve("self/cgroup")).lines().toList()) {
      List<String> fields = List.of(line.split(":", 3));
      if (fields.size() < 3) {
        continue;
      }
      if (fields.get(1).isEmpty()) {
        limit = Math.min(limit, least(groups, fields.get(2), "memory.max"));
      } else if (Arrays.asList(fields.get(1).split(",", -1)).contains("memory")) {
        limit =
            Math.min(
                limit, least(groups.resolve("memory"), fields.get(2), "memory.limit_in_bytes"));
      }
    }
    return limit;
  }

  /** Returns the least limit of a group and those above it. */
  private static long least(Path top, String group, String file) {
    long least = Long.MAX_VALUE;
    Path lowest = top.resolve(group.substring(1)).normalize();
    // In a container, the group's path may be the one that it has outside, and not be there at all.
    for (Path path = lowest; path != null && path.startsWith(top); path = path.getParent()) {
      String text = read(path.resolve(file)).strip();
      if (NUMBER.matcher(text).matches()) {
        least = Math.min(least, Long.parseLong(text));
      }
    }
    return least;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
