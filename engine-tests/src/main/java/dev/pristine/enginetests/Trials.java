package dev.pristine.enginetests;

/** How much of the long trials is run: a tenth, or all with {@code mvn verify -Psoak}. */
public final class Trials {

  private Trials() {}

  /** Returns the share of a number, at least one. */
  public static int share(int number) {
    double share = Double.parseDouble(System.getProperty("trials.share", "0.1"));
    return Math.max(1, (int) Math.ceil(number * share));
  }
}
