package dev.pristine.sqlite;

import dev.pristine.spi.Engine;
import dev.pristine.spi.Owner;
import dev.pristine.spi.Server;
import dev.pristine.spi.ServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The SQLite engine. Public only so that {@link java.util.ServiceLoader} can make it; use {@code
 * dev.pristine.Pristine}.
 */
public final class SqliteEngine implements Engine {

  /** Made by {@link java.util.ServiceLoader}. */
  public SqliteEngine() {}

  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public boolean recognises(String server) {
    return Location.recognises(server);
  }

  @Override
  public Server open(ServerRequest request) throws SQLException {
    return SqliteServer.open(Location.of(request), request);
  }

  /** There is nothing to run: what was made before can be looked at. */
  @Override
  public Optional<Server> join(ServerRequest request) throws SQLException {
    Location location = Location.of(request);
    return Files.isDirectory(location.state())
        ? Optional.of(SqliteServer.open(location, request))
        : Optional.empty();
  }

  @Override
  public void purge(ServerRequest request) throws SQLException {
    Location location = Location.of(request);
    if (!location.embedded() || !Files.isDirectory(location.state())) {
      return;
    }
    List<Owner> living = Owners.in(location.state()).living();
    if (!living.isEmpty()) {
      throw Trouble.inUse(
          "The databases in [%s] are used by %s"
              .formatted(location.folder(), living.stream().map(Owner::description).toList()));
    }
    try (Stream<Path> files = Files.walk(location.folder())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw Trouble.of("Could not remove [" + location.folder() + "]", e);
    }
  }
}
