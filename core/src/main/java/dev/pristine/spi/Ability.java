package dev.pristine.spi;

/**
 * Something that an engine may be able to do, as {@code docs/engines.md} tells it. The order is
 * that of the table there.
 */
public enum Ability {
  /** Starts what is needed without anything that was installed. */
  EMBEDDED("needs no server of yours"),
  /** Works on what is there already. */
  EXISTING("works on yours"),
  /** Copies templates. */
  CLONE("makes copies"),
  /** Brings used clones back to their templates' state. */
  REWIND("rewinds"),
  /** Tells what a test has changed. */
  CHANGES("tells what a test changed"),
  /** Restores identity columns and sequences with the rows. */
  NUMBERS("gives each test the same keys"),
  /** Ends whatever sessions stay in a test's database. */
  ENDS_SESSIONS("ends forgotten connections"),
  /** Lets migrations and tests connect as somebody who administers nothing. */
  OWN_ROLE("tests have an account of their own"),
  /** Shares the server's connections out among all tests of all processes. */
  SEATS("shares out connections"),
  /** Keeps templates over restarts. */
  TEMPLATES_STAY("keeps templates"),
  /** Whatever tests have in common although each has a database of its own. */
  SHARED("tests still share"),
  /** What is not supported, though somebody may expect it. */
  NOT("does not do");

  private final String title;

  Ability(String title) {
    this.title = title;
  }

  /** Returns what people read. */
  public String title() {
    return title;
  }
}
