package dev.pristine.leases;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that all processes of a machine share. Every change is a transaction that writes from its
 * beginning, and so never meets another; whoever finds it taken tries again after a short random
 * pause, because SQLite's own waiting lets some starve.
 */
final class SqliteStore implements Store {

  private static final Logger log = LoggerFactory.getLogger(SqliteStore.class);

  private static final int BUSY = 5;
  private static final int PROTOCOL = 15;
  private static final long SHORTEST_PAUSE_NANOS = 200_000;
  private static final long LONGEST_PAUSE_NANOS = 800_000;
  private static final long LONGEST_OF_ALL_NANOS = 6_000_000;
  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

  /**
   * How often it is looked whether somebody else has written, where the system does not tell: it
   * costs microseconds.
   */
  private static final long LOOK_MILLIS = 8;

  private final Path file;
  private final OwnerFiles owners;
  private final String owner;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final Connection connection;
  private final Connection watch;
  private final Statements statements;
  private final Statements watching;
  private final Bell bell;
  private final Set<String> toWake = new HashSet<>();
  private long seen = -1;

  SqliteStore(Path file) {
    this(file, true);
  }

  /**
   * Opens a file.
   *
   * @param listens whether the system is to tell when others have given something, if it can
   */
  SqliteStore(Path file, boolean listens) {
    this.file = file;
    Connection first = null;
    Connection second = null;
    try {
      prepareFolder(file);
      first = connect(file);
      connection = first;
      statements = new Statements(first);
      patiently("prepare the lease store", this::prepare);
      second = connect(file);
      watch = second;
      watching = new Statements(second);
      owners = OwnerFiles.beside(file);
      owner = owners.register();
      bell = hang(listens);
      first = null;
      second = null;
    } catch (SQLException | IOException e) {
      throw Trouble.of("open the lease store", place(), e);
    } finally {
      closeQuietly(second);
      closeQuietly(first);
    }
  }

  private Bell hang(boolean listens) throws IOException {
    try {
      return Bell.hang(owners.folder(), owner, listens);
    } catch (IOException e) {
      owners.unregister(owner);
      throw e;
    }
  }

  private static void prepareFolder(Path file) throws IOException {
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    if (Files.notExists(file)) {
      // Secret attributes are in it.
      try {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
          Files.createFile(
              file,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
          Files.createFile(file);
        }
      } catch (FileAlreadyExistsException e) {
        log.trace("Another process makes it just now", e);
      }
    }
  }

  private static Connection connect(Path file) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try {
      execute(connection, "PRAGMA busy_timeout = 0");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private boolean prepare() throws SQLException {
    execute(connection, "PRAGMA journal_mode = WAL");
    execute(connection, "PRAGMA synchronous = NORMAL");
    Session session = session();
    if (!hasMeta(session)) {
      execute(connection, "BEGIN IMMEDIATE");
      boolean done = false;
      try {
        if (!hasMeta(session)) {
          if (session.number("SELECT count(*) FROM sqlite_master") > 0) {
            throw new LeaseException(
                "The file [" + file + "] is an SQLite database, but no lease store.");
          }
          Schema.create(session, "INTEGER PRIMARY KEY AUTOINCREMENT");
        }
        execute(connection, "COMMIT");
        done = true;
      } finally {
        if (!done) {
          rollBack();
        }
      }
    }
    Schema.check(place(), session.number("SELECT version FROM meta"));
    return true;
  }

  private static boolean hasMeta(Session session) throws SQLException {
    return session.number("SELECT count(*) FROM sqlite_master WHERE name = 'meta'") > 0;
  }

  @Override
  public String owner() {
    return owner;
  }

  @Override
  public String place() {
    return file.toString();
  }

  @Override
  public <T> T transact(String doing, Work<T> work) {
    return patiently(doing, () -> inTransaction(work));
  }

  private <T> T inTransaction(Work<T> work) throws SQLException {
    statements.execute("BEGIN IMMEDIATE");
    toWake.clear();
    boolean done = false;
    try {
      Session session = session();
      Schema.check(place(), session.number("SELECT version FROM meta"));
      T result = work.run(session);
      for (Session.Later later : session.later()) {
        session.update(later.sql(), later.values().toArray());
      }
      statements.execute("COMMIT");
      done = true;
      toWake.forEach(other -> Bell.ring(owners.folder(), other));
      return result;
    } finally {
      if (!done) {
        rollBack();
      }
    }
  }

  @Override
  public <T> T read(String doing, Work<T> work) {
    return patiently(doing, () -> work.run(session()));
  }

  private Session session() {
    return new Session(statements, System.currentTimeMillis());
  }

  /** What is tried again for as long as others keep the file from us. */
  private interface Attempt<T> {
    T run() throws SQLException;
  }

  private <T> T patiently(String doing, Attempt<T> attempt) {
    long start = System.nanoTime();
    long longest = LONGEST_PAUSE_NANOS;
    while (true) {
      turn.lock();
      try {
        return attempt.run();
      } catch (SQLException e) {
        int code = e.getErrorCode() & 0xff;
        if ((code != BUSY && code != PROTOCOL) || System.nanoTime() - start > PATIENCE_NANOS) {
          throw Trouble.of(doing, place(), e);
        }
      } finally {
        turn.unlock();
      }
      pause(ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE_NANOS, longest));
      // Many that try often keep the one who could finish from the processor.
      longest = Math.min(longest * 2, LONGEST_OF_ALL_NANOS);
    }
  }

  /** Whoever is interrupted still has to give back what he has, and must not spin meanwhile. */
  private static void pause(long nanos) {
    boolean interrupted = Thread.interrupted();
    LockSupport.parkNanos(nanos);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Set<String> dead() {
    List<String> others =
        read(
            "look for owners",
            session ->
                session.query(
                    row -> row.getString(1), "SELECT id FROM owner WHERE id <> ?", owner));
    return owners.dead(others);
  }

  @Override
  public void wake(Session session, Collection<String> others) {
    toWake.addAll(others);
  }

  @Override
  public void awaitNews(long millis) throws InterruptedException {
    if (bell.isHeard()) {
      bell.await(millis);
      return;
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    do {
      // Also before the first look: where others write all the time, each look finds something.
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      long version = version();
      if (version != seen) {
        seen = version;
        return;
      }
    } while (System.nanoTime() - end < 0);
  }

  private long version() {
    try {
      return new Session(watching, 0).number("PRAGMA data_version");
    } catch (SQLException e) {
      log.debug("Could not tell whether [{}] was written to", file, e);
      return -1;
    }
  }

  @Override
  public boolean isLost() {
    return false;
  }

  @Override
  public void close() {
    turn.lock();
    try {
      closeQuietly(watch);
      closeQuietly(connection);
      bell.close();
      owners.unregister(owner);
    } finally {
      turn.unlock();
    }
  }

  private void rollBack() {
    try {
      execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      log.trace("SQLite has ended the transaction itself, as it does on a full disk", e);
    }
  }

  private static void closeQuietly(@Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        log.debug("Could not close a connection", e);
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
