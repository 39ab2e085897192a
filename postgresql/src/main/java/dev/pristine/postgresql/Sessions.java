package dev.pristine.postgresql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * Sessions of the administering role: a few pooled ones in the maintenance database, and single
 * ones wherever they are needed. Thread-safe.
 */
final class Sessions implements AutoCloseable {

  /** Always there, and the only one in which all owners' advisory locks meet. */
  static final String MAINTENANCE = "postgres";

  /** How our own sessions are recognised in the server's views. */
  static final String NAME_PREFIX = "pristine ";

  /**
   * The most sessions that one owner needs for itself: its lock, the pool, and one that waits.
   * Those in clones, and one that reads the log, count among the connections of leases.
   */
  static final int OWN_SESSIONS = 4;

  /** Whatever the server, the role or a migrated database says: we decide what takes too long. */
  private static final String NO_TIMEOUTS =
      "-c statement_timeout=0 -c lock_timeout=0 -c idle_session_timeout=0"
          + " -c idle_in_transaction_session_timeout=0";

  private static final String TOO_MANY_CONNECTIONS = "53300";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LOOK_AGAIN_NANOS = 20_000_000;

  /** Longer than any copy takes that others may wait behind. */
  private static final Duration POOL_PATIENCE = Duration.ofMinutes(10);

  private static final int POOLED = 2;
  private static final int LONGEST_NAME = 63;

  private final Address address;
  private final Login administrator;
  private final String name;
  private final HikariPool pool;

  Sessions(Address address, Login administrator, String project) throws SQLException {
    this.address = address;
    this.administrator = administrator;
    this.name = name(project);
    HikariConfig config = new HikariConfig();
    config.setDataSource(dataSource(MAINTENANCE));
    config.setPoolName("pristine-admin");
    config.setMaximumPoolSize(POOLED);
    config.setMinimumIdle(0);
    config.setIdleTimeout(10_000);
    config.setConnectionTimeout(POOL_PATIENCE.toMillis());
    config.setMaxLifetime(0);
    config.setInitializationFailTimeout(-1);
    config.setThreadFactory(
        task -> {
          Thread thread = new Thread(task, "pristine-admin");
          thread.setDaemon(true);
          return thread;
        });
    config.validate();
    // Not HikariDataSource: it announces every start and end in the log.
    this.pool = new HikariPool(config);
  }

  /** Something to do on a session. */
  interface Work<T> {
    T on(Statement statement) throws SQLException;
  }

  /** Something to do on a session that answers nothing. */
  interface Action {
    void on(Statement statement) throws SQLException;
  }

  /** Reads one row. */
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  Address address() {
    return address;
  }

  /** Opens a session; the caller closes it. */
  Connection open(String database) throws SQLException {
    return open(dataSource(database));
  }

  /**
   * Opens a session that sends several statements as one message; the caller closes it.
   *
   * @param options settings of the session, as the server's command line takes them
   */
  Connection openSimple(String database, String options) throws SQLException {
    PGSimpleDataSource dataSource = dataSource(database);
    dataSource.setPreferQueryMode(PreferQueryMode.SIMPLE);
    dataSource.setOptions(NO_TIMEOUTS + " " + options);
    return open(dataSource);
  }

  private static Connection open(PGSimpleDataSource dataSource) throws SQLException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return dataSource.getConnection();
      } catch (SQLException e) {
        // Sessions come and go; what is short for a moment is not a failure.
        if (!TOO_MANY_CONNECTIONS.equals(e.getSQLState()) || System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
    }
  }

  /** Works on a pooled session in the maintenance database. */
  <T> T with(Work<T> work) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      return work.on(statement);
    }
  }

  /** Works on a pooled session in the maintenance database. */
  void use(Action action) throws SQLException {
    with(
        statement -> {
          action.on(statement);
          return "";
        });
  }

  static <T> List<T> query(Statement statement, String sql, Row<T> row) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (ResultSet results = statement.executeQuery(sql)) {
      while (results.next()) {
        rows.add(row.of(results));
      }
    }
    return rows;
  }

  @Override
  public void close() {
    try {
      pool.shutdown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private PGSimpleDataSource dataSource(String database) throws SQLException {
    PGSimpleDataSource dataSource =
        address.dataSource(database, administrator.user(), administrator.password());
    dataSource.setApplicationName(name);
    dataSource.setTcpKeepAlive(true);
    dataSource.setOptions(NO_TIMEOUTS);
    dataSource.setSocketTimeout(0);
    return dataSource;
  }

  private static String name(String project) {
    String host = System.getenv().getOrDefault("HOSTNAME", "");
    String name = NAME_PREFIX + project + " pid " + ProcessHandle.current().pid();
    String full = host.isEmpty() ? name : name + " on " + host;
    return full.length() > LONGEST_NAME ? full.substring(0, LONGEST_NAME) : full;
  }
}
