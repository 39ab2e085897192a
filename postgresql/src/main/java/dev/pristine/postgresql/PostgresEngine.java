package dev.pristine.postgresql;

import dev.pristine.postgresql.PostgresServer.Opening;
import dev.pristine.spi.Engine;
import dev.pristine.spi.Server;
import dev.pristine.spi.ServerRequest;
import java.io.IOException;
import java.sql.SQLException;
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
    return server.startsWith("jdbc:postgresql:");
  }

  @Override
  public Server open(ServerRequest request) throws SQLException {
    return openExisting(request);
  }

  @Override
  public Optional<Server> join(ServerRequest request) throws SQLException {
    return Optional.of(openExisting(request));
  }

  @Override
  public void purge(ServerRequest request) throws SQLException, IOException {}

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
            PostgresServer::disconnect));
  }
}
