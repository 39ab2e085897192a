package dev.pristine.mariadb;

import dev.pristine.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A test that does something to its database, through its own account, an administrator, or both.
 */
final class Actor implements AutoCloseable {

  private final RewindStage stage;
  private final TestDatabase database;
  private final List<Connection> opened = new ArrayList<>();
  private final List<String> repairs = new ArrayList<>();

  Actor(RewindStage stage, TestDatabase database) {
    this.stage = stage;
    this.database = database;
  }

  /** Returns the schema's name. */
  String place() {
    return RewindStage.place(database);
  }

  /** Runs statements on a pooled connection, each committed at once, and gives it back. */
  void sql(String... statements) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      run(connection, statements);
    }
  }

  /** Runs statements as an administrator in the schema. */
  void administrator(String... statements) throws SQLException {
    Login login = stage.server().administrator();
    try (Connection connection = stage.server().connect(place(), login.user(), login.password())) {
      run(connection, statements);
    }
  }

  /** Has the server put in order when the next lease begins: what all databases see. */
  void repairedBy(String... statements) {
    repairs.addAll(List.of(statements));
  }

  /** Puts the server in order. */
  void repair() throws SQLException {
    stage.server().execute(repairs.toArray(new String[0]));
  }

  /** Borrows a connection that nobody gives back. */
  Connection borrowed() throws SQLException {
    return database.dataSource().getConnection();
  }

  /** Opens a connection by the database's URL that nobody closes while the lease lasts. */
  Connection openedByUrl() throws SQLException {
    Connection connection =
        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    opened.add(connection);
    return connection;
  }

  /** Tells whether a statement is being run. */
  boolean isRunning(String sql) throws SQLException {
    return !stage
        .server()
        .query("SELECT id FROM information_schema.processlist WHERE info = " + Sql.literal(sql))
        .isEmpty();
  }

  static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Runs a statement that may fail. */
  static void attempt(Connection connection, String sql) {
    try {
      run(connection, sql);
    } catch (SQLException e) {
      // That it fails is what is tried.
    }
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : opened) {
      connection.close();
    }
  }
}
