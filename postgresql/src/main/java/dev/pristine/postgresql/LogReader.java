package dev.pristine.postgresql;

import dev.pristine.postgresql.Ledger.Left;
import dev.pristine.postgresql.Ledger.Page;
import dev.pristine.postgresql.Ledger.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the server's write-ahead log for all clones that this process follows, each part once: who
 * asks while somebody reads is served together with all others by the next reading. Thread-safe.
 */
final class LogReader implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LogReader.class);

  /** Shorter parts tell nothing of how fast the log is read. */
  private static final long LONG_PART = 256 * 1024;

  /** How often it is looked whether too much of the log is held that nobody asks for. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

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
  private boolean closed;
  private @Nullable LogSession session;
  private @Nullable ScheduledExecutorService watch;
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
      readOrStartAnew();
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
    try (LogSession open = session) {
      closed = true;
      session = null;
      if (watch != null) {
        watch.shutdownNow();
      }
    } finally {
      reading.unlock();
    }
  }

  /** What cannot be read any more may concern others, but not somebody who is new. */
  private void readOrStartAnew() throws SQLException {
    try {
      read();
    } catch (SQLException e) {
      log.debug("The server's log is read anew from here", e);
      read();
    }
  }

  private void read() throws SQLException {
    try {
      readFrom(session());
    } catch (SQLException e) {
      startAnew(e);
      throw e;
    }
  }

  /** Whatever was not read is lost, and what we knew of every database with it. */
  private void startAnew(SQLException why) {
    gap("the server's log could not be read (" + why.getMessage() + ")");
    LogSession broken = session;
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

  private LogSession session() throws SQLException {
    LogSession open = session;
    if (closed) {
      // Nobody would close a session that is opened now.
      throw new SQLException(
          "The server's log is no longer read: we have left the server", "08003");
    }
    if (open == null) {
      open = LogSession.open(sessions, dialect, schema);
      session = open;
      if (open.holdsLog() && watch == null) {
        watch = watchOverHold();
      }
    }
    return open;
  }

  /** A test may take long, and others fill the server's disk meanwhile. */
  private ScheduledExecutorService watchOverHold() {
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "pristine-log-hold");
              thread.setDaemon(true);
              return thread;
            });
    long period = LOOK_AGAIN.toMillis();
    // It tells of its own failures, and nobody waits for it.
    var unused =
        executor.scheduleWithFixedDelay(
            this::readWhatIsHeldTooLong, period, period, TimeUnit.MILLISECONDS);
    return executor;
  }

  private void readWhatIsHeldTooLong() {
    if (!reading.tryLock()) {
      // Somebody reads just now.
      return;
    }
    try {
      if (session != null && session.holdsTooMuch()) {
        read();
      }
    } catch (SQLException | RuntimeException e) {
      log.debug("Could not read on in the server's log", e);
    } finally {
      reading.unlock();
    }
  }

  private void readFrom(LogSession open) throws SQLException {
    Set<Long> followed;
    Set<Long> looked;
    synchronized (ledgers) {
      followed = Set.copyOf(ledgers.keySet());
      looked = Set.copyOf(looking);
    }
    // What nobody follows is passed over.
    long most = followed.isEmpty() ? 0 : costs.mostLog(followed.size());
    long start = System.nanoTime();
    LogSession.Part part = open.read(followed, most, looked);
    known = known(part.horizon(), part.inmates());
    noteConfiguration(part.configuration());
    if (part.length() > most) {
      gap(
          "%d kB of the server's log were more than is worth reading"
              .formatted(part.length() / 1024));
    } else {
      enter(part.rows());
      if (part.length() >= LONG_PART) {
        costs.readLog(part.length(), System.nanoTime() - start);
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

  private static Known known(long horizon, List<LogSession.Inmate> inmates) {
    Map<Long, List<Session>> sessions = new HashMap<>();
    Map<Long, Left> left = new HashMap<>();
    for (LogSession.Inmate inmate : inmates) {
      if (inmate.prepared().isEmpty() && inmate.slot().isEmpty()) {
        sessions
            .computeIfAbsent(inmate.database(), database -> new ArrayList<>())
            .add(inmate.session());
      } else {
        left.merge(
            inmate.database(),
            new Left(inmate.prepared().stream().toList(), inmate.slot().stream().toList()),
            Left::and);
      }
    }
    return new Known(horizon, sessions, left);
  }

  private void enter(List<LogSession.Row> rows) {
    synchronized (ledgers) {
      for (LogSession.Row row : rows) {
        if (row.database() == 0) {
          ledgers.values().forEach(Ledger::addShared);
        } else {
          Ledger ledger = ledgers.get(row.database());
          if (ledger != null) {
            ledger.add(row.file(), row.written());
          }
        }
      }
    }
  }
}
