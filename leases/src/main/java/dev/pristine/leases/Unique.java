package dev.pristine.leases;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Values that no other test uses: not in another thread, process, machine or run, though they share
 * nothing. Each carries at least 60 random bits, so that among a million values one chance in two
 * million is left that any two are the same. The values follow from a seed, which a failing test
 * should print: with it the same test gets the same values again. Thread-safe, but the order in
 * which threads ask is theirs.
 */
public final class Unique {

  private static final int SIGNS = 13;
  private static final int FEWEST_SIGNS = 12;
  private static final int RADIX = 36;
  private static final long SMALLEST_RANGE = 1L << 60;

  /** Where small numbers are drawn. */
  interface Ledger {

    /**
     * Draws a number that no other test has.
     *
     * @param draw what names this draw, and none by another seed
     */
    long draw(String draw, long least, long greatest, Candidates candidates);
  }

  /** Numbers of a range that follow from the seed, as many as are asked for. */
  interface Candidates {
    long get(int index);
  }

  private final String seed;
  private final @Nullable Ledger ledger;
  private long count;

  private Unique(String seed, @Nullable Ledger ledger) {
    this.seed = Texts.name("seed", seed);
    this.ledger = ledger;
  }

  /** Makes values with a new seed. */
  public static Unique create() {
    return new Unique(newSeed(), null);
  }

  static String newSeed() {
    SecureRandom random = new SecureRandom();
    return Long.toString(random.nextLong() >>> 1, RADIX)
        + Long.toString(random.nextLong() >>> 1, RADIX);
  }

  /** Makes the same values as another with this seed. */
  public static Unique withSeed(String seed) {
    return new Unique(seed, null);
  }

  static Unique withLedger(String seed, Ledger ledger) {
    return new Unique(seed, ledger);
  }

  /** Returns the seed. */
  public String seed() {
    return seed;
  }

  /** Returns a word that begins with another, as in {@code pony-1x3k…}. */
  public String word(String beginning) {
    Texts.name("beginning of a word", beginning);
    return beginning + "-" + signs(SIGNS);
  }

  /**
   * Returns a word that is not too long: its beginning is cut before its unique part is.
   *
   * @throws LeaseException if less than 12 characters are allowed: they could not be unique
   */
  public String word(String beginning, int longest) {
    if (longest < FEWEST_SIGNS) {
      throw new LeaseException(
          "A word of "
              + longest
              + " characters is not unique for certain; "
              + FEWEST_SIGNS
              + " are. Claim a hand-written one instead.");
    }
    int room = longest - FEWEST_SIGNS - 1;
    if (room < 1) {
      return signs(FEWEST_SIGNS);
    }
    int end = Math.min(room, beginning.length());
    if (end > 0 && Character.isHighSurrogate(beginning.charAt(end - 1))) {
      end--;
    }
    return beginning.substring(0, end) + "-" + signs(FEWEST_SIGNS);
  }

  /** Returns an address of mail that is never delivered (RFC 2606). */
  public String email() {
    return "test-" + signs(SIGNS) + "@example.com";
  }

  /**
   * Returns a number from a range, both ends included. If the range has less than 2^60 numbers, it
   * is drawn in the store of {@link Leases#unique}, where no other test of the run draws it.
   *
   * @throws LeaseException if the range is that small and there is no store, since processes that
   *     share nothing could get the same; or if the tests of the run have got all of it
   */
  public long number(long least, long greatest) {
    if (least > greatest) {
      throw new LeaseException("There are no numbers from " + least + " to " + greatest + ".");
    }
    long number = next();
    long size = greatest - least;
    // A range of more than half of all numbers has a negative size.
    if (size < 0 || size >= SMALLEST_RANGE - 1) {
      return within(bits(Long.toString(number)), least, size);
    }
    if (ledger == null) {
      throw new LeaseException(
          "A number from "
              + least
              + " to "
              + greatest
              + " is not unique for certain among processes that share nothing: that takes 2^60"
              + " numbers. Take what Leases.unique returns, which draws in the store, or claim a"
              + " hand-written one.");
    }
    return ledger.draw(
        "number " + number + " of the seed " + seed,
        least,
        greatest,
        index -> within(bits(number + "/" + index), least, size));
  }

  private static long within(long bits, long least, long size) {
    return size == -1 ? bits : least + Long.remainderUnsigned(bits, size + 1);
  }

  /**
   * Returns random numbers that follow from the seed, for libraries that make readable values, such
   * as Datafaker: {@code unique.word(new Faker(unique.random()).animal().name())}. They are not
   * unique by themselves.
   */
  public Random random() {
    return new Random(bits(Long.toString(next())));
  }

  private String signs(int number) {
    String all = Long.toUnsignedString(bits(Long.toString(next())), RADIX);
    // The last ones: the first of 13 tells only a bit or two.
    String padded = String.format(Locale.ROOT, "%13s", all).replace(' ', '0');
    return padded.substring(SIGNS - number);
  }

  private synchronized long next() {
    return count++;
  }

  private long bits(String number) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((seed + "/" + number).getBytes(StandardCharsets.UTF_8));
      long bits = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        bits = (bits << Byte.SIZE) | (digest[i] & 0xff);
      }
      return bits;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
