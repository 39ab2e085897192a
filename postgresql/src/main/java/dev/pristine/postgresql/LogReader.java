package dev.pristine.postgresql;

import dev.pristine.postgresql.Ledger.Left;
import dev.pristine.postgresql.Ledger.Page;
import dev.pristine.postgresql.Ledger.Session;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the server's write-ahead log for all clones that this process follows, each part once: who
 * asks while somebody reads is served together with all others by the next reading. Thread-safe.
 *
 * <p>Positions are those just behind a message of our own in the log. They are the beginning of a
 * record, which the position up to which the log was flushed need not be.
 */
final class LogReader implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LogReader.class);

  /** Shorter parts tell nothing of how fast the log is read. */
  private static final long LONG_PART = 256 * 1024;

  private static final String OPTIONS =
      "-c synchronous_commit=on -c plan_cache_mode=force_generic_plan -c jit=off";

  private static final String MESSAGE =
      "PREPARE pristine_message AS SELECT pg_snapshot_xmax(pg_current_snapshot()),"
          + " set_config('pristine.position', pg_logical_emit_message(true, 'pristine', '')::text, false)";

  private static final String EMIT = "BEGIN; EXECUTE pristine_message; COMMIT";

  private static final String POSITION =
      "PREPARE pristine_position (pg_lsn) AS SELECT current_setting('pristine.position'),"
          + " pg_wal_lsn_diff(current_setting('pristine.position')::pg_lsn, $1)::bigint, ";

  /** {@code ALTER SYSTEM} leaves no trace in the log, but in a file that not everybody may see. */
  private static final String CONFIGURATION =
      "(SELECT size || ' ' || modification FROM pg_stat_file('postgresql.auto.conf'))";

  /** Asks the functions behind the views of these names, which look names up besides. */
  private static final String SESSIONS =
      """
      PREPARE pristine_sessions (oid[]) AS
      SELECT datid::bigint, pid, xact_start IS NOT NULL, NULL, NULL FROM pg_stat_get_activity(NULL)
      WHERE datid = ANY ($1) AND backend_type = 'client backend'
      UNION ALL SELECT dbid::bigint, 0, true, gid, NULL FROM pg_prepared_xact() WHERE dbid = ANY ($1)
      UNION ALL SELECT datoid::bigint, 0, true, NULL, slot_name::text FROM pg_get_replication_slots() WHERE datoid = ANY ($1)""";

  private final Sessions sessions;
  private final LogDialect dialect;
  private final String schema;
  private final Costs costs;

  /** Held by whoever reads. */
  private final ReentrantLock reading = new ReentrantLock();

  private final AtomicLong asked = new AtomicLong();
  private final Map<Long, Ledger> ledgers = new HashMap<>();

  /** The databases that somebody looks at now. */
  private final Set<Long> looking = new HashSet<>();

  // What follows belongs to whoever reads.
  private long served;
  private @Nullable Connection session;
  private @Nullable String position;
  private String configuration = "";
  private Known known = new Known(0, Map.of(), Map.of());

  /** What a reading found besides the log's content. */
  private record Known(long horizon, Map<Long, List<Session>> sessions, Map<Long, Left> left) {}

  LogReader(Sessions sessions, LogDialect dialect, String schema, Costs costs) {
    this.sessions = sessions;
    this.dialect = dialect;
    this.schema = schema;
    this.costs = costs;
  }

  /**
   * Reads what is written to a database from now on.
   *
   * @return the number, 64 bits, of the first transaction that began afterwards
   */
  long follow(long database) throws SQLException {
    reading.lock();
    try {
      // What made the copy stands in the log too, and is left behind here.
      read();
      synchronized (ledgers) {
        ledgers.put(database, new Ledger());
      }
      return known.horizon;
    } finally {
      reading.unlock();
    }
  }

  void forget(long database) {
    synchronized (ledgers) {
      ledgers.remove(database);
    }
  }

  /** Reads up to now, and takes all that was written since the database was last looked at. */
  Page look(long database) throws SQLException {
    synchronized (ledgers) {
      looking.add(database);
    }
    long mine = asked.incrementAndGet();
    reading.lock();
    try {
      if (served < mine) {
        long all = asked.get();
        read();
        served = all;
      }
      synchronized (ledgers) {
        Ledger ledger = ledgers.get(database);
        if (ledger == null) {
          throw new SQLException("The database is no longer followed");
        }
        // The sessions are those of the last reading, just as the log's end is: until now this
        // database counted among those that are looked at.
        return ledger.take(
            known.horizon,
            known.sessions.getOrDefault(database, List.of()),
            known.left.getOrDefault(database, Left.NOTHING));
      }
    } finally {
      synchronized (ledgers) {
        looking.remove(database);
      }
      reading.unlock();
    }
  }

  @Override
  public void close() throws SQLException {
    reading.lock();
    try (Connection open = session) {
      session = null;
    } finally {
      reading.unlock();
    }
  }

  private void read() throws SQLException {
    try {
      Connection open = session();
      if (position == null) {
        begin(open);
      }
      readFrom(open);
    } catch (SQLException e) {
      startAnew(e);
      throw e;
    }
  }

  /** Whatever was not read is lost, and what we knew of every database with it. */
  private void startAnew(SQLException why) {
    gap("the server's log could not be read (" + why.getMessage() + ")");
    position = null;
    Connection broken = session;
    session = null;
    try {
      if (broken != null) {
        broken.close();
      }
    } catch (SQLException e) {
      log.debug("Could not close the session that reads the log", e);
    }
  }

  private void gap(String reason) {
    synchronized (ledgers) {
      ledgers.values().forEach(ledger -> ledger.addGap(reason));
    }
  }

  private Connection session() throws SQLException {
    Connection open = session;
    if (open == null) {
      open = sessions.openSimple(Sessions.MAINTENANCE, OPTIONS);
      try (Statement statement = open.createStatement()) {
        boolean seesFiles =
            Sessions.query(
                    statement,
                    "SELECT has_function_privilege('pg_stat_file(text)', 'EXECUTE')",
                    row -> row.getBoolean(1))
                .get(0);
        statement.execute(
            MESSAGE + "; " + POSITION + (seesFiles ? CONFIGURATION : "''") + "; " + SESSIONS);
        statement.execute(
            "PREPARE pristine_log (pg_lsn, oid[], bigint) AS "
                + dialect.query(
                    schema,
                    "$1",
                    "current_setting('pristine.position')::pg_lsn",
                    "$2",
                    "pg_wal_lsn_diff(current_setting('pristine.position')::pg_lsn, $1) <= $3"));
      } catch (SQLException e) {
        open.close();
        throw e;
      }
      session = open;
    }
    return open;
  }

  private void begin(Connection open) throws SQLException {
    try (Statement statement = open.createStatement()) {
      statement.execute(EMIT);
      position =
          Sessions.query(
                  statement, "SELECT current_setting('pristine.position')", row -> row.getString(1))
              .get(0);
    }
  }

  private void readFrom(Connection open) throws SQLException {
    Set<Long> followed;
    Set<Long> looked;
    synchronized (ledgers) {
      followed = Set.copyOf(ledgers.keySet());
      looked = Set.copyOf(looking);
    }
    long most = costs.mostLog(followed.size());
    long start = System.nanoTime();
    try (Statement statement = open.createStatement()) {
      // One round trip. The message comes first: its commit flushes all that was written before,
      // and only what was flushed can be read. The sessions come last: a transaction that they do
      // not show any more had written all it wrote before the message, or will be read next time.
      statement.execute(
          "%s; EXECUTE pristine_log ('%s', '%s', %d); EXECUTE pristine_position ('%s'); EXECUTE pristine_sessions ('%s')"
              .formatted(EMIT, position, array(followed), most, position, array(looked)));
      long horizon = nextRows(statement, row -> row.getLong(1)).get(0);
      List<Row> rows =
          nextRows(
              statement,
              row ->
                  new Row(
                      row.getLong(1),
                      row.getLong(2),
                      new Written(row.getLong(3), row.getLong(4), row.getLong(5))));
      List<Position> reached =
          nextRows(
              statement, row -> new Position(row.getString(1), row.getLong(2), row.getString(3)));
      List<Inmate> inmates =
          nextRows(
              statement,
              row ->
                  new Inmate(
                      row.getLong(1),
                      new Session(row.getInt(2), row.getBoolean(3)),
                      Optional.ofNullable(row.getString(4)),
                      Optional.ofNullable(row.getString(5))));
      known = known(horizon, inmates);
      position = reached.get(0).position;
      long length = reached.get(0).length;
      noteConfiguration(reached.get(0).configuration);
      if (length > most) {
        gap("%d kB of the server's log were more than is worth reading".formatted(length / 1024));
      } else {
        enter(rows);
        if (length >= LONG_PART) {
          costs.readLog(length, System.nanoTime() - start);
        }
      }
    }
  }

  private void noteConfiguration(String now) {
    if (!configuration.isEmpty() && !configuration.equals(now)) {
      synchronized (ledgers) {
        ledgers.values().forEach(Ledger::addShared);
      }
    }
    configuration = now;
  }

  /** Something in a database: a session, unless a prepared transaction or a slot is named. */
  private record Inmate(
      long database, Session session, Optional<String> prepared, Optional<String> slot) {}

  private static Known known(long horizon, List<Inmate> inmates) {
    Map<Long, List<Session>> sessions = new HashMap<>();
    Map<Long, Left> left = new HashMap<>();
    for (Inmate inmate : inmates) {
      if (inmate.prepared.isEmpty() && inmate.slot.isEmpty()) {
        sessions
            .computeIfAbsent(inmate.database, database -> new ArrayList<>())
            .add(inmate.session);
      } else {
        left.merge(
            inmate.database,
            new Left(inmate.prepared.stream().toList(), inmate.slot.stream().toList()),
            Left::and);
      }
    }
    return new Known(horizon, sessions, left);
  }

  private record Row(long database, long file, Written written) {}

  private record Position(String position, long length, String configuration) {}

  private void enter(List<Row> rows) {
    synchronized (ledgers) {
      for (Row row : rows) {
        if (row.database == 0) {
          ledgers.values().forEach(Ledger::addShared);
        } else {
          Ledger ledger = ledgers.get(row.database);
          if (ledger != null) {
            ledger.add(row.file, row.written);
          }
        }
      }
    }
  }

  /** Reads the next result that has rows. */
  private static <T> List<T> nextRows(Statement statement, Sessions.Row<T> row)
      throws SQLException {
    while (statement.getResultSet() == null) {
      if (!statement.getMoreResults() && statement.getUpdateCount() == -1) {
        throw new SQLException("The server answered with fewer results than were asked for");
      }
    }
    List<T> rows = new ArrayList<>();
    try (ResultSet results = statement.getResultSet()) {
      while (results.next()) {
        rows.add(row.of(results));
      }
    }
    statement.getMoreResults();
    return rows;
  }

  private static String array(Set<Long> databases) {
    return databases.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }
}
