package dev.pristine.sqlite;

import dev.pristine.spi.Rewindable;
import dev.pristine.spi.Rewinder;
import java.sql.SQLException;

/** Follows clones by what SQLite counts as another connection's changes. Thread-safe. */
final class SqliteRewinder implements Rewinder {

  private final SqliteDatabases databases;
  private final Connector connector;
  private final Costs costs;

  SqliteRewinder(SqliteDatabases databases, Connector connector, Costs costs) {
    this.databases = databases;
    this.connector = connector;
    this.costs = costs;
  }

  @Override
  public Rewindable follow(String template, String clone, boolean hurried) throws SQLException {
    return FollowedClone.follow(
        template, databases.file(template), databases.file(clone), connector, costs);
  }
}
