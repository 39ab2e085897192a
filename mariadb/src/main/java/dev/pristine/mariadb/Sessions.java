package dev.pristine.mariadb;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Sessions of the administering account: a few pooled ones in our own database, and single ones
 * where they are needed. They send several statements as one message. Thread-safe.
 */
final class Sessions implements AutoCloseable {

  /**
   * The most sessions that one owner needs for itself: its lock, the pool, and two that wait for
   * locks or hold them.
   */
  static final int OWN_SESSIONS = 5;

  private static final int TOO_MANY_CONNECTIONS = 1040;
  private static final int UNKNOWN_VARIABLE = 1193;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LOOK_AGAIN_NANOS = 20_000_000;

  /** Longer than any copy takes that others may wait behind. */
  private static final Duration POOL_PATIENCE = Duration.ofMinutes(10);

  private static final int POOLED = 2;

  private static final int QUESTIONS_AT_ONCE = 200;

  private final Address address;
  private final Login administrator;
  private final Dialect dialect;
  private final String settings;
  private final HikariPool pool;

  private Sessions(Address address, Login administrator, Dialect dialect, String settings)
      throws SQLException {
    this.address = address;
    this.administrator = administrator;
    this.dialect = dialect;
    this.settings = settings;
    HikariConfig config = new HikariConfig();
    config.setDataSource(
        address.dataSource(
            Registry.DATABASE, administrator.user(), administrator.password(), options()));
    config.setConnectionInitSql(settings);
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

  /**
   * Finds out what the server is, and does something on the first session, which is in no database.
   */
  static Sessions begin(Address address, Login administrator, Action first) throws SQLException {
    try (Connection connection = connect(address, administrator, "");
        Statement statement = connection.createStatement()) {
      Dialect dialect = Dialect.of(connection);
      String settings = dialect.settings(statement);
      ready(statement, dialect, settings);
      first.on(statement);
      return new Sessions(address, administrator, dialect, settings);
    }
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

  Dialect dialect() {
    return dialect;
  }

  /**
   * Opens a session; the caller closes it.
   *
   * @param database empty for none
   */
  Connection open(String database) throws SQLException {
    Connection connection = connect(address, administrator, database);
    try (Statement statement = connection.createStatement()) {
      ready(statement, dialect, settings);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static void ready(Statement statement, Dialect dialect, String settings)
      throws SQLException {
    try {
      statement.execute(settings);
    } catch (SQLException e) {
      throw e.getErrorCode() == UNKNOWN_VARIABLE
          ? new SQLException(
              "This server is too old, or no %1$s: Pristine needs %1$s %2$s or later (%3$s)"
                  .formatted(dialect.product(), dialect.oldest(), e.getMessage()),
              "0A000",
              e)
          : e;
    }
  }

  private static Connection connect(Address address, Login administrator, String database)
      throws SQLException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return address
            .dataSource(database, administrator.user(), administrator.password(), options())
            .getConnection();
      } catch (SQLException e) {
        if (e.getErrorCode() != TOO_MANY_CONNECTIONS) {
          throw e;
        }
        // Sessions come and go; what is short for a moment is not a failure.
        if (System.nanoTime() > end) {
          throw new SQLException(String.valueOf(e.getMessage()), "53300", e);
        }
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
    }
  }

  /** Works on a pooled session in our own database, and must leave it as it was. */
  <T> T with(Work<T> work) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      boolean done = false;
      try (Statement statement = connection.createStatement()) {
        T result = work.on(statement);
        done = true;
        return result;
      } finally {
        if (!done) {
          // What was left of several statements may have changed its settings.
          pool.evictConnection(connection);
        }
      }
    }
  }

  /** Works on a pooled session in our own database, and must leave it as it was. */
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

  /** Asks many questions that are answered by one row each, in few messages. */
  static <T> List<T> queryEach(Statement statement, List<String> questions, Row<T> row)
      throws SQLException {
    List<T> answers = new ArrayList<>();
    for (int from = 0; from < questions.size(); from += QUESTIONS_AT_ONCE) {
      List<String> some =
          questions.subList(from, Math.min(from + QUESTIONS_AT_ONCE, questions.size()));
      statement.execute(String.join("; ", some));
      for (int i = 0; i < some.size(); i++) {
        answers.add(nextRows(statement, row).get(0));
      }
    }
    return answers;
  }

  /** Reads the next result of several that has rows, even if it has none. */
  static <T> List<T> nextRows(Statement statement, Row<T> row) throws SQLException {
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

  @Override
  public void close() {
    try {
      pool.shutdown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> options() {
    return Map.of(
        "allowMultiQueries",
        "true",
        "tcpKeepAlive",
        "true",
        "socketTimeout",
        "0",
        "maxAllowedPacket",
        "1073741824");
  }
}
