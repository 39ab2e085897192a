package dev.pristine.postgresql;

import dev.pristine.spi.Rewindable;
import dev.pristine.spi.Rewinder;
import java.sql.SQLException;
import java.util.List;

/** Follows clones by the server's write-ahead log. Thread-safe. */
final class PostgresRewinder implements Rewinder, AutoCloseable {

  private final RewindTools tools;
  private final Blueprints blueprints = new Blueprints();

  PostgresRewinder(Sessions sessions, LogDialect dialect, String schema, CloneStrategy strategy)
      throws SQLException {
    Costs costs = new Costs(strategy);
    SharedState shared = new SharedState();
    sessions.use(shared::remember);
    this.tools =
        new RewindTools(sessions, new LogReader(sessions, dialect, schema, costs), costs, shared);
  }

  @Override
  public Rewindable follow(String template, String clone, boolean hurried) throws SQLException {
    CloneSession session = new CloneSession(tools.sessions(), clone);
    boolean followed = false;
    try {
      Blueprints.Expected expected = blueprints.of(template);
      if (!hurried) {
        blueprints.read(template, expected, session);
      }
      long database =
          tools
              .sessions()
              .with(
                  statement ->
                      Sessions.query(
                          statement,
                          "SELECT oid::bigint FROM pg_database WHERE datname = "
                              + Sql.literal(clone),
                          row -> row.getLong(1)))
              .get(0);
      List<String> shared =
          tools.sessions().with(statement -> SharedState.ofDatabase(statement, database));
      long horizon = tools.reader().follow(database);
      followed = true;
      return new FollowedClone(clone, database, expected::get, tools, shared, session, horizon);
    } finally {
      if (!followed) {
        session.close();
      }
    }
  }

  /** Forgets a template that was dropped. */
  void forget(String template) {
    blueprints.forget(template);
  }

  @Override
  public void close() throws SQLException {
    tools.reader().close();
  }
}
