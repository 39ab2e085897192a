package dev.pristine.cli.bench;

/**
 * What is measured.
 *
 * @param workers how many tests run at once
 * @param writes how many rows each test writes
 * @param tests how many tests are measured for each way to keep them apart, at least
 */
public record Plan(int workers, int writes, int tests) {

  /** Odd, so that one of them is the median. */
  private static final int MOST_ROUNDS = 5;

  private static final int MOST_FOR_WARMTH = 10;

  /** Returns into how many rounds the tests are divided, in each of which all take their turn. */
  int rounds() {
    return tests < MOST_ROUNDS ? 1 : MOST_ROUNDS;
  }

  /** Returns how many tests one turn has. */
  int testsPerRound() {
    return (tests + rounds() - 1) / rounds();
  }

  /** Returns how many tests each worker runs before those that are measured. */
  int warmUps() {
    return Math.min(MOST_FOR_WARMTH, testsPerRound());
  }
}
