package dev.pristine.sqlite;

import dev.pristine.spi.Ability;
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
import java.util.Map;
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
  public Map<Ability, String> abilities() {
    return Map.ofEntries(
        Map.entry(Ability.EMBEDDED, "`embedded:sqlite`: there is no server"),
        Map.entry(Ability.EXISTING, "a folder for the files, as `jdbc:sqlite:FOLDER`"),
        Map.entry(Ability.CLONE, "copies the file under a new name"),
        Map.entry(
            Ability.REWIND,
            "restores the file by the backup interface if anything was committed; on Linux"),
        Map.entry(Ability.CHANGES, "rows, counters of `AUTOINCREMENT`, the schema; on Linux"),
        Map.entry(Ability.NUMBERS, "the counters of `AUTOINCREMENT`"),
        Map.entry(Ability.ENDS_SESSIONS, "of ours; from others the file is taken away"),
        Map.entry(Ability.SEATS, "not needed: as many as a process may open files"),
        Map.entry(Ability.TEMPLATES_STAY, "yes"),
        Map.entry(Ability.SHARED, "nothing"),
        Map.entry(Ability.NOT, "databases in memory; folders over a network"));
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
