package dev.pristine.mariadb;

import java.sql.SQLException;

/**
 * On MySQL transactions need not be numbered. But the server counts the {@code RESET} statements
 * that it was given since it started, the failed ones too, before it does what they say. That it
 * was started again, the log itself tells, which goes on in another file then.
 */
final class MysqlLogIdentity implements LogIdentity {

  private long resets;

  @Override
  public String question() {
    return "SHOW GLOBAL STATUS LIKE 'Com_reset'";
  }

  @Override
  public void begin(String state) {
    resets = Long.parseLong(state);
  }

  @Override
  public void enter(String information) {
    // Numbers, where there are any, tell nothing that is not known otherwise.
  }

  @Override
  public void verify(String state) throws SQLException {
    long now = Long.parseLong(state);
    if (now != resets) {
      throw new SQLException(
          "it may have been begun anew: RESET was given %d times before, and now %d"
              .formatted(resets, now));
    }
  }
}
