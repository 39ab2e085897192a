package dev.pristine.embedded;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/** One who takes part in a server as an engine does: a session, and a lock that tells it lives. */
public final class Guest {

  private final ServerUnderTest subject;
  private final EmbeddedServer server;
  private final Endpoint endpoint;
  private final Connection connection;

  private Guest(
      ServerUnderTest subject, EmbeddedServer server, Endpoint endpoint, Connection connection) {
    this.subject = subject;
    this.server = server;
    this.endpoint = endpoint;
    this.connection = connection;
  }

  /** Starts the server if need be. */
  static Guest arrive(ServerUnderTest subject, EmbeddedServer server) throws SQLException {
    return server.startAndJoin(
        endpoint -> {
          Guest guest = new Guest(subject, server, endpoint, subject.connect(endpoint));
          guest.execute(subject.takePart());
          return guest;
        });
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  /** Returns the id of the server's first process. */
  public long serverPid() throws IOException {
    return ServerState.read(endpoint.clientFile().resolveSibling("server.properties"))
        .flatMap(ServerState::process)
        .orElseThrow()
        .pid();
  }

  public String ask(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Makes a database that is worth keeping. */
  public void createTemplate(String name) throws SQLException {
    execute("CREATE DATABASE template_of_" + name);
  }

  /** Returns the databases that are worth keeping. */
  public Set<String> templates() throws SQLException {
    Set<String> templates = new TreeSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(subject.templates())) {
      while (rows.next()) {
        templates.add(rows.getString(1));
      }
    }
    return templates;
  }

  /** Tells whether nobody else takes part. */
  public boolean isAlone() throws SQLException {
    return ask(subject.others()).equals("0");
  }

  /** Ends the session without leaving. */
  public void disconnect() throws SQLException {
    connection.close();
  }

  /** Tells whether the server has ended the session. */
  public boolean isCutOff() {
    try {
      ask("SELECT 1");
      return false;
    } catch (SQLException e) {
      return true;
    }
  }

  /** Leaves; the last one stops the server. */
  public void leave() throws SQLException {
    server.leave(at -> lastLook());
  }

  private Departure.Farewell lastLook() throws SQLException {
    try (connection) {
      boolean alone = isAlone();
      Set<String> templates = templates();
      execute(subject.partNoMore());
      return alone ? new Departure.Farewell.Stops(templates) : new Departure.Farewell.RunsOn();
    }
  }
}
