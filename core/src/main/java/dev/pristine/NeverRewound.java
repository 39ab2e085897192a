package dev.pristine;

import dev.pristine.spi.Rewindable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * Stands for a copy that could not be followed: its lease is as good as any, but it is replaced
 * afterwards.
 *
 * @param why what went wrong
 */
record NeverRewound(SQLException why) implements Rewindable {

  @Override
  public void reset(Connection session) {
    // Nobody will use it again.
  }

  @Override
  public Outcome rewind(Collection<Connection> staying, boolean verify) {
    return new Outcome(Verdict.REPLACE, "it could not be followed: " + why.getMessage(), List.of());
  }

  @Override
  public List<Change> changes() throws SQLException {
    throw why;
  }

  @Override
  public void rest() {
    // It has no session.
  }

  @Override
  public void close() {
    // It has no session.
  }
}
