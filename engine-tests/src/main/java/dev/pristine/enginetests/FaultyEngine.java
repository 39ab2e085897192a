package dev.pristine.enginetests;

import dev.pristine.spi.Engine;
import dev.pristine.spi.Server;
import dev.pristine.spi.ServerRequest;
import java.sql.SQLException;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Any other engine with a fault: its servers are {@code faulty:}, the fault, a colon, and the other
 * engine's. Public only so that {@link ServiceLoader} can make it.
 */
public final class FaultyEngine implements Engine {

  /** Made by {@link ServiceLoader}. */
  public FaultyEngine() {}

  @Override
  public String name() {
    return "faulty";
  }

  @Override
  public boolean recognises(String server) {
    return server.startsWith(Fault.PREFIX);
  }

  @Override
  public Server open(ServerRequest request) throws SQLException {
    ServerRequest sound = sound(request);
    return FaultyServer.of(engine(sound).open(sound), fault(request));
  }

  @Override
  public Optional<Server> join(ServerRequest request) throws SQLException {
    ServerRequest sound = sound(request);
    Fault fault = fault(request);
    return engine(sound).join(sound).map(server -> FaultyServer.of(server, fault));
  }

  @Override
  public void purge(ServerRequest request) throws SQLException {
    ServerRequest sound = sound(request);
    engine(sound).purge(sound);
  }

  private static Fault fault(ServerRequest request) {
    return Fault.valueOf(request.server().split(":", 3)[1]);
  }

  private static ServerRequest sound(ServerRequest request) {
    return new ServerRequest(
        request.server().split(":", 3)[2],
        request.user(),
        request.password(),
        request.project(),
        request.administratorRole(),
        request.freeIds(),
        request.cache(),
        request.storage());
  }

  private static Engine engine(ServerRequest sound) {
    return ServiceLoader.load(Engine.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(engine -> engine.recognises(sound.server()))
        .findFirst()
        .orElseThrow();
  }
}
