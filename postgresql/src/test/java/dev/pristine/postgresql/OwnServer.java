package dev.pristine.postgresql;

import dev.pristine.embedded.EmbeddedServer;
import dev.pristine.embedded.Endpoint;
import dev.pristine.enginetests.OpenFolder;
import dev.pristine.spi.Server;
import dev.pristine.spi.ServerRequest;
import dev.pristine.spi.ServerRequest.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** An embedded server with settings of one's own, which processes can join by its cache folder. */
final class OwnServer implements AutoCloseable {

  private final OpenFolder cache;
  private final Server server;
  private final Endpoint endpoint;

  private OwnServer(OpenFolder cache, Server server, Endpoint endpoint) {
    this.cache = cache;
    this.server = server;
    this.endpoint = endpoint;
  }

  /** Starts one with settings for {@code postgresql.conf}. */
  static OwnServer start(Map<String, String> settings) throws IOException, SQLException {
    OpenFolder cache = OpenFolder.create();
    ServerRequest request =
        new ServerRequest(
            PostgresUnderTest.server(),
            null,
            null,
            "own",
            false,
            false,
            cache.path(),
            Storage.AUTO);
    EmbeddedServer embedded = EmbeddedPostgres.find(request, settings);
    AtomicReference<Endpoint> where = new AtomicReference<>();
    Server server =
        embedded.startAndJoin(
            endpoint -> {
              where.set(endpoint);
              return PostgresEngine.openEmbedded(request, embedded, endpoint);
            });
    return new OwnServer(cache, server, where.get());
  }

  /** Returns the settings by which a process joins it, with others added. */
  Map<String, String> settingsWith(Map<String, String> others) {
    Map<String, String> settings = new HashMap<>(others);
    settings.putIfAbsent("pristine.server", PostgresUnderTest.server());
    settings.put("pristine.cache", cache.path().toString());
    return settings;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Address address() {
    return Address.ofEmbedded(endpoint.host(), endpoint.port());
  }

  /** Opens a session as the superuser. */
  Connection connect() throws SQLException {
    return address().dataSource("postgres", endpoint.user(), endpoint.password()).getConnection();
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns what the server has logged so far. */
  String log() throws SQLException, IOException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW data_directory")) {
      rows.next();
      return Files.readString(Path.of(rows.getString(1)).resolveSibling("log"));
    }
  }

  @Override
  public void close() throws SQLException, IOException {
    try (cache) {
      server.close();
    }
  }
}
