package dev.pristine.postgresql;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** What all clones that are followed on one server share. */
record RewindTools(Sessions sessions, LogReader reader, Costs costs, SharedState shared) {

  /**
   * Tells what is kept of a database outside of it, and adds what has changed on the server
   * meanwhile.
   */
  List<String> sharedState(long database, List<String> beyond) throws SQLException {
    return sessions.with(
        statement -> {
          beyond.addAll(shared.changes(statement));
          return SharedState.ofDatabase(statement, database);
        });
  }

  /** Ends sessions and waits until they are gone. */
  void endSessions(long database, Collection<Integer> pids) throws SQLException {
    if (!pids.isEmpty()) {
      sessions.use(
          statement ->
              SessionEnding.end(
                  statement,
                  "datid = %d AND pid IN (%s)"
                      .formatted(
                          database,
                          String.join(", ", pids.stream().map(String::valueOf).toList()))));
    }
  }
}
