package dev.pristine.benchmarks;

import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What came of some tests that ran one after the other, or several at once.
 *
 * @param wallNanos from the start of the first test to the end of the last
 * @param isolationNanos for each test what its tool took before it and after it
 * @param connectNanos the same with the opening of the test's connection
 * @param dirt what the tests found
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares or changes them, and they are many.
record Block(long wallNanos, long[] isolationNanos, long[] connectNanos, Dirt.Tally dirt) {

  static final Block NOTHING = new Block(0, new long[0], new long[0], Dirt.Tally.NOTHING);

  /** Joins it with one that ran before or after it. */
  Block then(Block other) {
    return joined(other, wallNanos + other.wallNanos);
  }

  /** Joins it with one that ran at the same time. */
  Block besides(Block other) {
    return joined(other, Math.max(wallNanos, other.wallNanos));
  }

  private Block joined(Block other, long wall) {
    return new Block(
        wall,
        join(isolationNanos, other.isolationNanos),
        join(connectNanos, other.connectNanos),
        dirt.plus(other.dirt));
  }

  private static long[] join(long[] first, long[] second) {
    return Stream.of(first, second).flatMapToLong(LongStream::of).toArray();
  }
}
