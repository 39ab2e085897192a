package dev.pristine.sqlite;

import dev.pristine.spi.Locks;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Locks by name as rows of a table, in a database of our own that all processes of the folder
 * share. A row is held, or waits for those that were there before it; a row whose owner is dead is
 * as good as gone. Files' own locks would not do: a process that locks a file twice has it once.
 */
final class LockTable implements Locks, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LockTable.class);

  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  private static final String SCHEMA =
      """
      CREATE TABLE IF NOT EXISTS lock (
        ticket INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        shared INTEGER NOT NULL,
        held INTEGER NOT NULL,
        owner TEXT NOT NULL)""";

  private static final String INDEX = "CREATE INDEX IF NOT EXISTS lock_by_name ON lock (name)";

  /** Those that are in the way: what is held by anybody, and who came first. */
  private static final String IN_THE_WAY =
      "SELECT owner FROM lock WHERE name = ? AND NOT (shared AND ?) AND (held OR ticket < ?)";

  /** How long the table itself is waited for. */
  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

  private static final long SHORTEST_PAUSE_NANOS = 200_000;
  private static final long LONGEST_PAUSE_NANOS = 5_000_000;

  /** How often somebody who waits looks whether those before him are alive. */
  private static final long LOOK_FOR_DEAD_NANOS = Duration.ofMillis(50).toNanos();

  /** Before any ticket: who does not wait is in nobody's queue. */
  private static final long NO_TICKET = 0;

  private final Owners owners;
  private final String owner;
  private final FileConnection connection;

  /** The tickets of rows that are still to be deleted. */
  private final Set<Long> owed = ConcurrentHashMap.newKeySet();

  private LockTable(Owners owners, String owner, FileConnection connection) {
    this.owners = owners;
    this.owner = owner;
    this.connection = connection;
  }

  static LockTable open(Path state, Owners owners, String owner) throws SQLException {
    Path file = state.resolve(fileName());
    LockTable table = null;
    FileConnection connection = null;
    try {
      connection = Connector.create(file);
      // SQLite's own way to wait lets some starve when many come at once.
      connection.execute("PRAGMA busy_timeout = 0");
      // The log is as long as it will ever be after a few locks. So later ones need no room on a
      // disk that tests have filled, least of all giving them back.
      connection.execute("PRAGMA wal_autocheckpoint = 8");
      LockTable opened = new LockTable(owners, owner, connection);
      deleteOthers(file);
      opened.alone(
          () -> {
            opened.connection.execute(SCHEMA);
            opened.connection.execute(INDEX);
            return true;
          });
      table = opened;
      return table;
    } catch (SQLException e) {
      throw Trouble.of("Could not open the table of locks [" + file + "]", e);
    } finally {
      if (table == null && connection != null) {
        connection.close();
      }
    }
  }

  /**
   * Names the file: another one after each start of the machine, because what was written before a
   * crash of it may be damaged, and nobody holds any of those locks.
   */
  private static String fileName() {
    String boot = "any";
    try {
      boot = Files.readString(BOOT).strip();
    } catch (IOException e) {
      log.debug("This system does not tell when it was started", e);
    }
    return "locks-" + boot + ".db";
  }

  private static void deleteOthers(Path file) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(file.getParent(), "locks-*.db*")) {
      for (Path other : files) {
        if (!other.getFileName().toString().startsWith(file.getFileName().toString())) {
          Files.deleteIfExists(other);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      log.debug("Could not delete the tables of locks of earlier days", e);
    }
  }

  @Override
  public Optional<Held> exclusive(String name, Duration patience)
      throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Row row = alone(() -> insert(name, false, blockers(name, false, Long.MAX_VALUE).isEmpty()));
    boolean held = row.held();
    try {
      long nextLook = System.nanoTime();
      for (long pause = SHORTEST_PAUSE_NANOS;
          !held;
          pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
        if (System.nanoTime() - deadline > 0) {
          return Optional.empty();
        }
        TimeUnit.NANOSECONDS.sleep(jittered(pause));
        if (System.nanoTime() - nextLook > 0) {
          forgetDead(name, row.ticket());
          nextLook = System.nanoTime() + LOOK_FOR_DEAD_NANOS;
        }
        held = blockersNow(name, row.ticket()).isEmpty() && alone(() -> grant(row));
      }
      return Optional.of(new HeldRow(row.ticket()));
    } finally {
      if (!held) {
        giveBack(row.ticket());
      }
    }
  }

  @Override
  public Optional<Held> tryExclusive(String name) throws SQLException {
    return tryLock(name, false);
  }

  @Override
  public Optional<Held> tryShared(String name) throws SQLException {
    return tryLock(name, true);
  }

  private Optional<Held> tryLock(String name, boolean shared) throws SQLException {
    Optional<Held> lock = tryOnce(name, shared);
    return lock.isEmpty() && forgetDead(name, NO_TICKET) ? tryOnce(name, shared) : lock;
  }

  private Optional<Held> tryOnce(String name, boolean shared) throws SQLException {
    return alone(
        () ->
            blockers(name, shared, NO_TICKET).isEmpty()
                ? Optional.of(new HeldRow(insert(name, shared, true).ticket()))
                : Optional.empty());
  }

  /** Gives back all that this owner has. */
  @Override
  public void close() throws SQLException {
    try (connection) {
      alone(
          () -> {
            try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM lock WHERE owner = ?")) {
              delete.setString(1, owner);
              return delete.executeUpdate();
            }
          });
    }
  }

  private record Row(long ticket, boolean held) {}

  private Row insert(String name, boolean shared, boolean held) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO lock (name, shared, held, owner) VALUES (?, ?, ?, ?) RETURNING ticket")) {
      insert.setString(1, name);
      insert.setBoolean(2, shared);
      insert.setBoolean(3, held);
      insert.setString(4, owner);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return new Row(row.getLong(1), held);
      }
    }
  }

  private boolean grant(Row row) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE lock SET held = 1 WHERE ticket = ? AND NOT EXISTS (
              SELECT 1 FROM lock o WHERE o.name = lock.name AND o.ticket <> lock.ticket
                AND (o.held OR o.ticket < lock.ticket))""")) {
      update.setLong(1, row.ticket());
      return update.executeUpdate() == 1;
    }
  }

  /** Returns the owners of what is in the way of one who comes now, or has a ticket. */
  private Set<String> blockers(String name, boolean shared, long ticket) throws SQLException {
    Set<String> blockers = new HashSet<>();
    try (PreparedStatement query = connection.prepareStatement(IN_THE_WAY)) {
      query.setString(1, name);
      query.setBoolean(2, shared);
      query.setLong(3, ticket);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          blockers.add(rows.getString(1));
        }
      }
    }
    return blockers;
  }

  private Set<String> blockersNow(String name, long ticket) throws SQLException {
    return patiently(() -> blockers(name, false, ticket));
  }

  /** Deletes the rows of dead owners that are in the way; tells whether there were any. */
  private boolean forgetDead(String name, long ticket) throws SQLException {
    boolean any = false;
    for (String blocker : blockersNow(name, ticket)) {
      if (!blocker.equals(owner) && !owners.lives(blocker)) {
        alone(
            () -> {
              try (PreparedStatement delete =
                  connection.prepareStatement("DELETE FROM lock WHERE owner = ?")) {
                delete.setString(1, blocker);
                return delete.executeUpdate();
              }
            });
        any = true;
      }
    }
    return any;
  }

  /** Gives back a lock, or a place in the queue: now, or as soon as the disk has room again. */
  private void giveBack(long ticket) {
    owed.add(ticket);
    try {
      repay();
    } catch (SQLException e) {
      log.warn("Could not give back a lock: it is tried again each second", e);
    }
  }

  /** Gives back what could not be given back before. */
  void repay() throws SQLException {
    if (!owed.isEmpty()) {
      alone(() -> true);
    }
  }

  private void deleteOwed(List<Long> tickets) throws SQLException {
    for (Long ticket : tickets) {
      try (PreparedStatement delete =
          connection.prepareStatement("DELETE FROM lock WHERE ticket = ?")) {
        delete.setLong(1, ticket);
        delete.executeUpdate();
      }
    }
  }

  /** What is done with the table. */
  private interface Work<T> {
    T run() throws SQLException;
  }

  /** Does something while no other process writes to the table. */
  private <T> T alone(Work<T> work) throws SQLException {
    return patiently(
        () -> {
          connection.execute("BEGIN IMMEDIATE");
          boolean done = false;
          try {
            List<Long> repaid = List.copyOf(owed);
            deleteOwed(repaid);
            T result = work.run();
            connection.execute("COMMIT");
            done = true;
            owed.removeAll(repaid);
            return result;
          } finally {
            if (!done) {
              // Ended already if the disk is full.
              SessionState.endTransaction(connection);
            }
          }
        });
  }

  /** Does something, and again for as long as others keep the table from us. */
  private <T> T patiently(Work<T> work) throws SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        synchronized (connection) {
          return work.run();
        }
      } catch (SQLiteException e) {
        boolean busy = (e.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
        if (!busy || System.nanoTime() - start > PATIENCE_NANOS) {
          throw Trouble.of("Could not use the table of locks", e);
        }
        // Not a sleep: whoever is interrupted still has to give back what he has.
        LockSupport.parkNanos(jittered(4 * SHORTEST_PAUSE_NANOS));
      }
    }
  }

  private static long jittered(long nanos) {
    return ThreadLocalRandom.current().nextLong(nanos / 2, nanos + 1);
  }

  private final class HeldRow implements Held {

    private final long ticket;
    private final AtomicBoolean closed = new AtomicBoolean();

    HeldRow(long ticket) {
      this.ticket = ticket;
    }

    @Override
    public void close() throws SQLException {
      if (closed.compareAndSet(false, true) && !connection.isClosed()) {
        giveBack(ticket);
      }
    }
  }
}
