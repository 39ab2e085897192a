package dev.pristine.postgresql;

/**
 * Who connects.
 *
 * @param user the role
 * @param password its password; empty for none
 */
record Login(String user, String password) {

  /** Leaves the password out. */
  @Override
  public String toString() {
    return "Login[" + user + "]";
  }
}
