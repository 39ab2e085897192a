package dev.pristine.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A suite of tests.
 *
 * @param name the suite's name
 * @param tests its tests
 */
record Suite(String name, List<SuiteTest> tests) {

  /** As large as the three that a team has published its times for. */
  static final List<Integer> SIZES = List.of(139, 199, 316);

  /** Makes up a suite, the same one each time. */
  static Suite ofSize(int size) {
    Random random = new Random(size);
    List<SuiteTest> tests = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      tests.add(SuiteTest.random("s%d-%d".formatted(size, i), random));
    }
    return new Suite(size + " tests", List.copyOf(tests));
  }
}
