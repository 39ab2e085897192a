package dev.pristine.migrations;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order in which files are run. Paths are compared folder by folder from the left, so that a
 * folder stands where its own name puts it. In a name, a run of digits is compared as a number
 * ({@code 2_b} before {@code 10_a}) and everything else character by character, upper case before
 * lower, whatever the machine's language. Names that differ in leading zeros only come in the order
 * of their characters.
 */
final class NaturalOrder implements Comparator<String> {

  private static final Pattern CHUNK = Pattern.compile("[0-9]+|[^0-9]");

  @Override
  public int compare(String left, String right) {
    String[] leftParts = left.split("/", -1);
    String[] rightParts = right.split("/", -1);
    for (int i = 0; i < Math.min(leftParts.length, rightParts.length); i++) {
      int order = compareNames(leftParts[i], rightParts[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(leftParts.length, rightParts.length);
  }

  private static int compareNames(String left, String right) {
    Matcher leftChunks = CHUNK.matcher(left);
    Matcher rightChunks = CHUNK.matcher(right);
    while (true) {
      boolean leftHas = leftChunks.find();
      boolean rightHas = rightChunks.find();
      if (!leftHas || !rightHas) {
        return leftHas == rightHas ? left.compareTo(right) : Boolean.compare(leftHas, rightHas);
      }
      int order = compareChunks(leftChunks.group(), rightChunks.group());
      if (order != 0) {
        return order;
      }
    }
  }

  private static int compareChunks(String left, String right) {
    if (isNumber(left) && isNumber(right)) {
      return new BigInteger(left).compareTo(new BigInteger(right));
    }
    return left.compareTo(right);
  }

  private static boolean isNumber(String chunk) {
    char first = chunk.charAt(0);
    return first >= '0' && first <= '9';
  }
}
