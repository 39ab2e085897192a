package dev.pristine.mariadb;

import dev.pristine.embedded.EmbeddedServer;
import dev.pristine.embedded.Endpoint;
import dev.pristine.embedded.Platform;
import dev.pristine.embedded.Version;
import dev.pristine.mariadb.MariadbServer.Opening;
import dev.pristine.spi.Server;
import dev.pristine.spi.ServerRequest;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the embedded server that a text asks for, and takes part in it. */
final class EmbeddedMariadb {

  private static final Pattern SERVER =
      Pattern.compile("embedded:mariadb(?::([0-9]{1,3}(?:\\.[0-9]{1,3})?))?");

  private EmbeddedMariadb() {}

  /** Tells whether a server's text is {@code embedded:mariadb}, with or without a version. */
  static boolean recognises(String server) {
    return SERVER.matcher(server).matches();
  }

  /** Finds the binaries and the cache folder; starts nothing. */
  static EmbeddedServer find(ServerRequest request) throws SQLException {
    return new EmbeddedServer(software(request.server(), Map.of()), request);
  }

  /**
   * Finds the binaries.
   *
   * @param options options of {@code mariadbd}, instead of ours or besides
   */
  static EmbeddedMariadbSoftware software(String server, Map<String, String> options)
      throws SQLException {
    Platform platform = Platform.current(EmbeddedMariadbSoftware.PRODUCT);
    return new EmbeddedMariadbSoftware(
        EmbeddedMariadbBinaries.find(platform, version(server), loaders()), options);
  }

  /** Takes part in the server; starts it if none runs. */
  static Server open(ServerRequest request) throws SQLException {
    EmbeddedServer embedded = find(request);
    return embedded.startAndJoin(endpoint -> open(request, embedded, endpoint));
  }

  /** Takes part in the server if one runs. */
  static Optional<Server> join(ServerRequest request) throws SQLException {
    EmbeddedServer embedded = find(request);
    return embedded.joinIfRunning(endpoint -> open(request, embedded, endpoint));
  }

  static Server open(ServerRequest request, EmbeddedServer embedded, Endpoint endpoint)
      throws SQLException {
    String file = Shell.quote(endpoint.clientFile().toString());
    return MariadbServer.open(
        new Opening(
            Address.ofEmbedded(endpoint.host(), endpoint.port()),
            new Login(endpoint.user(), endpoint.password()),
            endpoint.testPassword(),
            request.administratorRole(),
            request.freeIds(),
            request.project(),
            (program, database) ->
                "%s --defaults-file=%s %s".formatted(program, file, Shell.quote(database)),
            embedded.advice(),
            server -> leave(embedded, server)));
  }

  private static void leave(EmbeddedServer embedded, MariadbServer server) throws SQLException {
    try {
      embedded.leave(endpoint -> server.depart());
    } finally {
      server.disconnect();
    }
  }

  private static Optional<Version> version(String server) {
    Matcher matcher = SERVER.matcher(server);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Not an embedded MariaDB: [" + server + "]");
    }
    return Optional.ofNullable(matcher.group(1)).map(Version::parse);
  }

  private static Set<ClassLoader> loaders() {
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    if (ofThread != null) {
      loaders.add(ofThread);
    }
    ClassLoader own = EmbeddedMariadb.class.getClassLoader();
    if (own != null) {
      loaders.add(own);
    }
    return loaders;
  }
}
