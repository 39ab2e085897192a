package dev.pristine.postgresql;

import dev.pristine.embedded.EmbeddedServer;
import dev.pristine.embedded.Platform;
import dev.pristine.spi.ServerRequest;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the embedded server that a text asks for. */
final class EmbeddedPostgres {

  private static final Pattern SERVER = Pattern.compile("embedded:postgresql(?::([0-9]{1,3}))?");

  private EmbeddedPostgres() {}

  /** Tells whether a server's text is {@code embedded:postgresql}, with or without a version. */
  static boolean recognises(String server) {
    return SERVER.matcher(server).matches();
  }

  /** Finds the binaries and the cache folder; starts nothing. */
  static EmbeddedServer find(ServerRequest request) throws SQLException {
    return find(request, Map.of());
  }

  /**
   * As the other, with settings of one's own.
   *
   * @param settings settings for {@code postgresql.conf}, instead of ours or besides
   */
  static EmbeddedServer find(ServerRequest request, Map<String, String> settings)
      throws SQLException {
    return new EmbeddedServer(software(request.server(), settings), request);
  }

  /** Finds the binaries. */
  static PostgresSoftware software(String server, Map<String, String> settings)
      throws SQLException {
    Platform platform = Platform.current(PostgresSoftware.PRODUCT);
    return new PostgresSoftware(Binaries.find(platform, major(server), loaders()), settings);
  }

  private static OptionalInt major(String server) {
    Matcher matcher = SERVER.matcher(server);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Not an embedded PostgreSQL: [" + server + "]");
    }
    return matcher.group(1) == null
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(matcher.group(1)));
  }

  private static Set<ClassLoader> loaders() {
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    if (ofThread != null) {
      loaders.add(ofThread);
    }
    ClassLoader own = EmbeddedPostgres.class.getClassLoader();
    if (own != null) {
      loaders.add(own);
    }
    return loaders;
  }
}
