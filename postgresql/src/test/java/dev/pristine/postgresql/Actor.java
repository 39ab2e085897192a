package dev.pristine.postgresql;

import dev.pristine.TestDatabase;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/** A test that does something to its database, through its own role, a superuser, or both. */
final class Actor implements AutoCloseable {

  private final RewindStage stage;
  private final TestDatabase database;
  private final List<Connection> opened = new ArrayList<>();
  private final List<String> repairs = new ArrayList<>();

  Actor(RewindStage stage, TestDatabase database) {
    this.stage = stage;
    this.database = database;
  }

  TestDatabase database() {
    return database;
  }

  /** Returns the database's name, quoted. */
  String name() {
    return Sql.identifier(database.name());
  }

  /** Runs statements on a pooled connection, each committed at once, and gives it back. */
  void sql(String... statements) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      run(connection, statements);
    }
  }

  /** Runs statements in one transaction. */
  void transaction(String... statements) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      run(connection, statements);
      connection.commit();
    }
  }

  /** Runs statements in one transaction that is rolled back. */
  void rolledBack(String... statements) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      run(connection, statements);
      connection.rollback();
    }
  }

  /** Runs statements in this database as a superuser, in one session. */
  void superuser(String... statements) throws SQLException {
    try (Connection connection = stage.superuser(database.name())) {
      run(connection, statements);
    }
  }

  /** Runs statements elsewhere on the server as a superuser. */
  void server(String... statements) throws SQLException {
    try (Connection connection = stage.server().connect()) {
      run(connection, statements);
    }
  }

  /** Has the server put in order when the next lease begins: what all databases see. */
  void repairedBy(String... statements) {
    repairs.addAll(List.of(statements));
  }

  /** Puts the server in order. */
  void repair() throws SQLException {
    server(repairs.toArray(new String[0]));
  }

  /** Copies lines into a table, on a pooled connection. */
  void copy(String table, String... lines) throws SQLException, IOException {
    try (Connection connection = database.dataSource().getConnection()) {
      copy(connection, table, lines);
    }
  }

  static void copy(Connection connection, String table, String... lines)
      throws SQLException, IOException {
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn("COPY " + table + " FROM stdin", new StringReader(String.join("\n", lines) + "\n"));
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

  /** Asks for one value, on a pooled connection. */
  String ask(String query) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      return Sessions.query(statement, query, row -> String.valueOf(row.getString(1))).get(0);
    }
  }

  static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : opened) {
      connection.close();
    }
  }
}
