package dev.pristine.mariadb;

import dev.pristine.spi.Rewindable;
import dev.pristine.spi.Rewinder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows clones by the server's binary log. Thread-safe. */
final class MariadbRewinder implements Rewinder {

  private final MariadbDatabases databases;
  private final RewindTools tools;
  private @Nullable SessionReset reset;

  MariadbRewinder(MariadbDatabases databases, RewindTools tools) {
    this.databases = databases;
    this.tools = tools;
  }

  @Override
  public Rewindable follow(String template, String clone, boolean hurried) throws SQLException {
    String source = databases.place(template);
    String place = databases.place(clone);
    if (!hurried) {
      tools.blueprints().of(source);
    }
    SessionReset resetting = resetting(clone);
    CloneSession session =
        new CloneSession(tools.sessions(), tools.rewinding().sessionSettings(), place);
    boolean followed = false;
    try {
      Glance atFirst =
          session.with(
              statement -> {
                tools.reader().follow(statement, place);
                return tools.rewinding().glance(statement, place, Glance.UNCOUNTED, List.of());
              });
      followed = true;
      return new FollowedClone(
          place, () -> tools.blueprints().of(source), tools, resetting, session, atFirst);
    } finally {
      if (!followed) {
        tools.reader().forget(place);
        session.close();
      }
    }
  }

  /** All sessions of tests are opened alike. */
  private synchronized SessionReset resetting(String clone) throws SQLException {
    SessionReset known = reset;
    if (known == null) {
      try (Connection fresh = databases.access(clone).unpooled().getConnection()) {
        known = SessionReset.learn(fresh, tools.rewinding());
      }
      reset = known;
    }
    return known;
  }
}
