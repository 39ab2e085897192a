package dev.pristine.postgresql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/** One who takes part in a server as the engine does: a session, and a lock that tells it lives. */
final class Guest {

  private final EmbeddedPostgres server;
  private final Endpoint endpoint;
  private final Connection connection;

  private Guest(EmbeddedPostgres server, Endpoint endpoint, Connection connection) {
    this.server = server;
    this.endpoint = endpoint;
    this.connection = connection;
  }

  /** Starts the server if need be. */
  static Guest arrive(EmbeddedPostgres server) throws SQLException {
    return server.startAndJoin(endpoint -> join(server, endpoint));
  }

  static Guest join(EmbeddedPostgres server, Endpoint endpoint) throws SQLException {
    String url = "jdbc:postgresql://" + endpoint.host() + ":" + endpoint.port() + "/postgres";
    Connection connection = DriverManager.getConnection(url, endpoint.user(), endpoint.password());
    Guest guest = new Guest(server, endpoint, connection);
    guest.execute("SELECT pg_advisory_lock_shared(42)");
    return guest;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** Returns the id of the server's first process. */
  long serverPid() throws SQLException {
    return Long.parseLong(ask("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)"));
  }

  String ask(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Ends the session without leaving. */
  void disconnect() throws SQLException {
    connection.close();
  }

  /** Tells whether the server has ended the session. */
  boolean isCutOff() {
    try {
      ask("SELECT 1");
      return false;
    } catch (SQLException e) {
      return true;
    }
  }

  /** Leaves; the last one stops the server. */
  void leave() throws SQLException {
    server.leave(at -> lastLook());
  }

  private Departure.Farewell lastLook() throws SQLException {
    try (connection) {
      String others =
          ask(
              "SELECT count(*) FROM pg_locks"
                  + " WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()");
      Set<String> templates = new TreeSet<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT datname FROM pg_database WHERE datname LIKE 'template\\_of\\_%'")) {
        while (rows.next()) {
          templates.add(rows.getString(1));
        }
      }
      execute("SELECT pg_advisory_unlock_all()");
      return others.equals("0")
          ? new Departure.Farewell.Stops(templates)
          : new Departure.Farewell.RunsOn();
    }
  }
}
