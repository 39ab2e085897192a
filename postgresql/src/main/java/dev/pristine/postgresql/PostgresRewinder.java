package dev.pristine.postgresql;

import dev.pristine.spi.Rewindable;
import dev.pristine.spi.Rewinder;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** Follows clones by the server's write-ahead log. Thread-safe. */
final class PostgresRewinder implements Rewinder, AutoCloseable {

  private final RewindTools tools;
  private final Map<String, CompletableFuture<Blueprint>> blueprints = new ConcurrentHashMap<>();

  PostgresRewinder(Sessions sessions, LogDialect dialect, String schema, CloneStrategy strategy)
      throws SQLException {
    Costs costs = new Costs(strategy);
    SharedState shared = new SharedState();
    sessions.use(shared::remember);
    this.tools =
        new RewindTools(sessions, new LogReader(sessions, dialect, schema, costs), costs, shared);
  }

  @Override
  public Rewindable follow(String template, String clone) throws SQLException {
    CloneSession session = new CloneSession(tools.sessions(), clone);
    boolean followed = false;
    try {
      Blueprint blueprint = blueprint(template, session);
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
      return new FollowedClone(clone, database, blueprint, tools, shared, session, horizon);
    } finally {
      if (!followed) {
        session.close();
      }
    }
  }

  /** Forgets a template that was dropped. */
  void forget(String template) {
    blueprints.remove(template);
  }

  @Override
  public void close() throws SQLException {
    tools.reader().close();
  }

  /** Reads a template's blueprint from the first of its copies; all others wait. */
  private Blueprint blueprint(String template, CloneSession session) throws SQLException {
    CompletableFuture<Blueprint> mine = new CompletableFuture<>();
    CompletableFuture<Blueprint> first = blueprints.putIfAbsent(template, mine);
    if (first != null) {
      try {
        return first.join();
      } catch (CompletionException e) {
        throw new SQLException("The template could not be read: " + e.getCause(), e);
      }
    }
    try {
      Blueprint blueprint = session.with(BlueprintReader::read);
      mine.complete(blueprint);
      return blueprint;
    } catch (SQLException | RuntimeException e) {
      blueprints.remove(template, mine);
      mine.completeExceptionally(e);
      throw e;
    }
  }
}
