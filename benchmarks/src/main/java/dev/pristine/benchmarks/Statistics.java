package dev.pristine.benchmarks;

import java.util.Arrays;

/** Numbers about numbers. */
final class Statistics {

  private static final double NANOS_PER_MILLI = 1_000_000;

  private Statistics() {}

  static double median(double... values) {
    return quantile(0.5, values);
  }

  /** Returns the value that such a share of the others is not above. */
  static double quantile(double share, double... values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  static double millis(double nanos) {
    return nanos / NANOS_PER_MILLI;
  }

  static double quantileMillis(double share, long... nanos) {
    return millis(quantile(share, Arrays.stream(nanos).asDoubleStream().toArray()));
  }
}
