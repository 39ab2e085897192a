package dev.pristine.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Puts lists together. */
final class Lists {

  private Lists() {}

  static <T> List<T> around(T first, List<T> middle, T last) {
    List<T> all = new ArrayList<>();
    all.add(first);
    all.addAll(middle);
    all.add(last);
    return all;
  }

  static <T> List<T> join(List<T> first, List<T> second) {
    List<T> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }
}
