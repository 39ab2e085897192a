package dev.pristine.postgresql;

import dev.pristine.embedded.EmbeddedServer;
import dev.pristine.embedded.Endpoint;
import dev.pristine.postgresql.PostgresServer.Opening;
import dev.pristine.spi.Ability;
import dev.pristine.spi.Engine;
import dev.pristine.spi.Server;
import dev.pristine.spi.ServerRequest;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
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
  public Map<Ability, String> abilities() {
    return Map.ofEntries(
        Map.entry(Ability.EMBEDDED, "`embedded:postgresql`, with the binaries for its version"),
        Map.entry(Ability.EXISTING, "PostgreSQL 15 to 18, by its JDBC URL"),
        Map.entry(Ability.CLONE, "the server copies the files, or what is in them by its log"),
        Map.entry(
            Ability.REWIND, "reads the write-ahead log by `pg_walinspect`, restores rows by key"),
        Map.entry(Ability.CHANGES, "rows, sequences, that the schema changed"),
        Map.entry(Ability.NUMBERS, "sequences and identity columns"),
        Map.entry(Ability.ENDS_SESSIONS, "yes"),
        Map.entry(Ability.OWN_ROLE, "yes, where ours may create roles"),
        Map.entry(Ability.SEATS, "yes, among all processes"),
        Map.entry(Ability.TEMPLATES_STAY, "yes"),
        Map.entry(Ability.SHARED, "roles, tablespaces, settings of the server"),
        Map.entry(Ability.NOT, "PostgreSQL 14 and older, which are refused"));
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
