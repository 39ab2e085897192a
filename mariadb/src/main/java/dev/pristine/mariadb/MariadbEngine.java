package dev.pristine.mariadb;

import dev.pristine.spi.Engine;
import dev.pristine.spi.Server;
import dev.pristine.spi.ServerRequest;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The MariaDB engine. Public only so that {@link java.util.ServiceLoader} can make it; use {@code
 * dev.pristine.Pristine}.
 */
public final class MariadbEngine implements Engine {

  /** Made by {@link java.util.ServiceLoader}. */
  public MariadbEngine() {}

  @Override
  public String name() {
    return "mariadb";
  }

  @Override
  public boolean recognises(String server) {
    return server.startsWith("jdbc:mariadb:") || server.startsWith("jdbc:mysql:");
  }

  @Override
  public Server open(ServerRequest request) throws SQLException {
    throw new SQLException("MariaDB servers cannot be opened yet", "0A000");
  }

  @Override
  public Optional<Server> join(ServerRequest request) throws SQLException {
    return Optional.of(open(request));
  }

  @Override
  public void purge(ServerRequest request) {}
}
