package dev.pristine.embedded;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A version of a DBMS, or of the artifact that brings it, such as 18.6.0.
 *
 * @param numbers its numbers, at least one
 */
public record Version(List<Integer> numbers) implements Comparable<Version> {

  private static final Comparator<List<Integer>> BY_NUMBERS =
      (left, right) -> Arrays.compare(left.toArray(new Integer[0]), right.toArray(new Integer[0]));

  /** Copies the numbers. */
  public Version {
    numbers = List.copyOf(numbers);
  }

  /** Reads numbers with dots between them. */
  public static Version parse(String text) {
    return new Version(Arrays.stream(text.split("\\.", -1)).map(Integer::valueOf).toList());
  }

  /** Returns the first number. */
  public int major() {
    return numbers.get(0);
  }

  /** Tells whether this begins with all the numbers of another one. */
  public boolean startsWith(Version beginning) {
    int length = beginning.numbers.size();
    return numbers.size() >= length && numbers.subList(0, length).equals(beginning.numbers);
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
