package dev.pristine.postgresql;

import dev.pristine.embedded.EmbeddedServer;
import dev.pristine.embedded.Endpoint;
import dev.pristine.postgresql.PostgresServer.Opening;
import dev.pristine.spi.Engine;
import dev.pristine.spi.Server;
import dev.pristine.spi.ServerRequest;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The PostgreSQL engine. Public only so that {@link java.util.ServiceLoader} can make it; use
 * {@code dev.pristine.Pristine}.
 */
public final class PostgresEngine implements Engine {

  /** Made by {@link java.util.ServiceLoader}. */
  public PostgresEngine() {}

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public boolean recognises(String server) {
    return server.startsWith("jdbc:postgresql:") || EmbeddedPostgres.recognises(server);
  }

  @Override
  public Server open(ServerRequest request) throws SQLException {
    if (!EmbeddedPostgres.recognises(request.server())) {
      return openExisting(request);
    }
    EmbeddedServer embedded = EmbeddedPostgres.find(request);
    return embedded.startAndJoin(endpoint -> openEmbedded(request, embedded, endpoint));
  }

  @Override
  public Optional<Server> join(ServerRequest request) throws SQLException {
    if (!EmbeddedPostgres.recognises(request.server())) {
      return Optional.of(openExisting(request));
    }
    EmbeddedServer embedded = EmbeddedPostgres.find(request);
    return embedded.joinIfRunning(endpoint -> openEmbedded(request, embedded, endpoint));
  }

  @Override
  public void purge(ServerRequest request) throws SQLException {
    if (EmbeddedPostgres.recognises(request.server())) {
      EmbeddedPostgres.find(request).purge();
    }
  }

  static Server openEmbedded(ServerRequest request, EmbeddedServer embedded, Endpoint endpoint)
      throws SQLException {
    Address address = Address.ofEmbedded(endpoint.host(), endpoint.port());
    return PostgresServer.open(
        new Opening(
            address,
            new Login(endpoint.user(), endpoint.password()),
            endpoint.testPassword(),
            request.administratorRole(),
            request.project(),
            database ->
                "PGPASSFILE=%s %s"
                    .formatted(
                        Shell.quote(endpoint.clientFile().toString()),
                        address.clientCommand(database, endpoint.user())),
            embedded.advice(),
            Optional.of(endpoint.room()),
            server -> leave(embedded, server)));
  }

  private static void leave(EmbeddedServer embedded, PostgresServer server) throws SQLException {
    try {
      embedded.leave(endpoint -> server.depart());
    } finally {
      server.disconnect();
    }
  }

  private static Server openExisting(ServerRequest request) throws SQLException {
    Address.Parsed parsed = Address.parse(request.server());
    String user = request.user() != null ? request.user() : parsed.user();
    if (user == null) {
      throw new SQLException("No user is set: write pristine.user, or user= into the URL", "28000");
    }
    String password = request.password() != null ? request.password() : parsed.password();
    Login administrator = new Login(user, Objects.requireNonNullElse(password, ""));
    Address address = parsed.address();
    return PostgresServer.open(
        new Opening(
            address,
            administrator,
            null,
            request.administratorRole(),
            request.project(),
            database -> address.clientCommand(database, administrator.user()),
            List.of(),
            Optional.empty(),
            PostgresServer::disconnect));
  }
}
