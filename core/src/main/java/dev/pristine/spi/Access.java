package dev.pristine.spi;

import javax.sql.DataSource;

/**
 * How to connect to one database.
 *
 * @param jdbcUrl its address, without user and password
 * @param user the user
 * @param password that user's password; empty if none
 * @param clientCommand what to paste into a shell in order to look inside; never a password
 * @param unpooled opens a new connection each time, as that user
 */
public record Access(
    String jdbcUrl, String user, String password, String clientCommand, DataSource unpooled) {

  /** Leaves the password out. */
  @Override
  public String toString() {
    return "Access[jdbcUrl=" + jdbcUrl + ", user=" + user + "]";
  }
}
