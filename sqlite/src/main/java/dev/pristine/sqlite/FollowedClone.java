package dev.pristine.sqlite;

import dev.pristine.spi.Rewindable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConnection;

/**
 * A clone with a connection of ours in it, which does nothing while a test runs. So SQLite tells on
 * that connection whether any other has changed the file, and the template is restored into the
 * open file only if so.
 *
 * <p>Nobody can end a connection that somebody else opened. Where there is one, the clone is given
 * up, emptied, so that whoever still uses that connection learns so.
 */
final class FollowedClone implements Rewindable {

  private static final Logger log = LoggerFactory.getLogger(FollowedClone.class);

  /** Whoever is still in a transaction after the test is not worth waiting for. */
  private static final String SHORT_PATIENCE = "PRAGMA busy_timeout = 2000";

  private final String templateName;
  private final DatabaseFile template;
  private final DatabaseFile clone;
  private final Connector connector;
  private final Costs costs;
  private final SessionState fresh;
  private @Nullable FileConnection connection;

  /** What SQLite told when the clone was as its template; empty if nobody was there to be told. */
  private OptionalLong version;

  private boolean closed;

  private FollowedClone(
      String templateName,
      DatabaseFile template,
      DatabaseFile clone,
      Connector connector,
      Costs costs,
      FileConnection connection)
      throws SQLException {
    this.templateName = templateName;
    this.template = template;
    this.clone = clone;
    this.connector = connector;
    this.costs = costs;
    this.connection = connection;
    this.version = OptionalLong.of(version(connection));
    this.fresh = SessionState.of(connection);
    connection.execute(SHORT_PATIENCE);
  }

  static FollowedClone follow(
      String templateName,
      DatabaseFile template,
      DatabaseFile clone,
      Connector connector,
      Costs costs)
      throws SQLException {
    FileConnection own = connector.open(clone.path());
    boolean followed = false;
    try {
      FollowedClone follower =
          new FollowedClone(templateName, template, clone, connector, costs, own);
      followed = true;
      return follower;
    } finally {
      if (!followed) {
        own.close();
      }
    }
  }

  @Override
  public void reset(Connection session) throws SQLException {
    fresh.restore(session.unwrap(SQLiteConnection.class));
  }

  @Override
  public synchronized Outcome rewind(Collection<Connection> staying, boolean verify)
      throws SQLException {
    FileConnection own = connection();
    int expected = 1;
    for (Connection each : staying) {
      if (SessionState.endTransaction(each.unwrap(SQLiteConnection.class))) {
        each.close();
      } else {
        expected++;
      }
    }
    String stranger = stranger(expected);
    if (!stranger.isEmpty()) {
      DatabaseFile.empty(own);
      return replace(stranger);
    }
    if (version.isPresent() && version.getAsLong() == version(own)) {
      return rewound(own, verify);
    }
    if (costs.copyIsCheaper(templateName, template.path())) {
      return replace("the template is so large that a new copy takes less time");
    }
    restore(own);
    long schema = own.number("PRAGMA schema_version");
    for (Connection each : staying) {
      // Whose statement still reads does not see what was restored.
      if (!each.isClosed() && schemaVersion(each) != schema) {
        each.close();
      }
    }
    version = OptionalLong.of(version(own));
    return rewound(own, verify);
  }

  private static Outcome replace(String reason) {
    return new Outcome(Verdict.REPLACE, reason, List.of());
  }

  private Outcome rewound(FileConnection own, boolean verify) throws SQLException {
    String difference = verify ? Differences.first(own, template) : "";
    return difference.isEmpty()
        ? new Outcome(Verdict.REWOUND, "", List.of())
        : new Outcome(Verdict.DIFFERS, difference, List.of());
  }

  /**
   * Says who has connections that are not ours, in words; empty if nobody.
   *
   * @param expected how many connections this process should have
   */
  private String stranger(int expected) throws SQLException {
    Set<Long> processes = new HashSet<>(clone.processes());
    processes.remove(ProcessHandle.current().pid());
    if (!processes.isEmpty()) {
      return "a connection that another process opened by the URL is still open, which nobody else can end";
    }
    // Each connection has the log open for itself. The file itself may be open more often, because
    // SQLite does not close it while others of the process have locks.
    Path log = clone.beside("-wal");
    return OpenFiles.descriptorsOf(log) > expected
        ? "a connection that was opened by the URL is still open, which nobody else can end"
        : "";
  }

  private void restore(FileConnection own) throws SQLException {
    long start = System.nanoTime();
    int result = own.getDatabase().restore("main", template.immutableUri(), null);
    if (result != 0) {
      throw Trouble.of("SQLite's error %d while [%s] was restored".formatted(result, clone.path()));
    }
    costs.restored(templateName, System.nanoTime() - start);
  }

  @Override
  public synchronized List<Change> changes() throws SQLException {
    FileConnection own = connection();
    return version.isPresent() && version.getAsLong() == version(own)
        ? List.of()
        : Differences.all(own, template);
  }

  @Override
  public synchronized void rest() {
    FileConnection open = connection;
    connection = null;
    version = OptionalLong.empty();
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        log.debug("Could not close the connection to {}", clone.path(), e);
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    rest();
  }

  private FileConnection connection() throws SQLException {
    if (closed) {
      throw Trouble.of("[%s] is followed no longer".formatted(clone.path()));
    }
    FileConnection open = connection;
    if (open == null) {
      open = connector.open(clone.path());
      connection = open;
      open.execute(SHORT_PATIENCE);
    }
    return open;
  }

  private static long version(FileConnection own) throws SQLException {
    return own.number("PRAGMA data_version");
  }

  private static long schemaVersion(Connection staying) throws SQLException {
    try (var statement = staying.createStatement();
        var row = statement.executeQuery("PRAGMA schema_version")) {
      return row.next() ? row.getLong(1) : -1;
    }
  }
}
