package dev.pristine.mariadb;

/**
 * Who connects.
 *
 * @param user the account's name
 * @param password its password; empty for none
 */
record Login(String user, String password) {

  /** Leaves the password out. */
  @Override
  public String toString() {
    return "Login[" + user + "]";
  }
}
