package dev.pristine.postgresql;

import dev.pristine.embedded.Endpoint;
import dev.pristine.embedded.Installation;
import dev.pristine.embedded.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of a server that can afford to lose everything, for it holds nothing of value.
 *
 * <p>They go to {@code postgresql.auto.conf}, which comes last, so that nothing that a test did by
 * {@code ALTER SYSTEM} lives longer than the server.
 */
final class ServerSettings {

  private ServerSettings() {}

  static void write(Path data, int port, Map<String, String> others, Installation installed)
      throws IOException {
    StringBuilder text = new StringBuilder();
    settings(port, others, installed.platform())
        .forEach(
            (name, value) ->
                text.append(name).append(" = '").append(value.replace("'", "''")).append("'\n"));
    installed.write(data.resolve("postgresql.auto.conf"), text.toString());
  }

  private static Map<String, String> settings(
      int port, Map<String, String> others, Platform platform) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("fsync", "off");
    settings.put("synchronous_commit", "off");
    settings.put("full_page_writes", "off");
    settings.put("wal_level", "replica");
    settings.put("max_wal_senders", "0");
    settings.put("wal_keep_size", "512MB");
    settings.put("max_wal_size", "1GB");
    settings.put("checkpoint_timeout", "1h");
    settings.put("shared_buffers", "128MB");
    settings.put("max_connections", "200");
    settings.put("logging_collector", "off");
    if (!platform.windows()) {
      // What a killed process had begun must not keep its locks.
      settings.put("client_connection_check_interval", "200ms");
      // In the data directory, not in /dev/shm: there it could outlive the server, and in a
      // container there are only 64 MB.
      settings.put("dynamic_shared_memory_type", "mmap");
    }
    settings.putAll(others);
    settings.put("listen_addresses", Endpoint.HOST);
    settings.put("unix_socket_directories", "");
    settings.put("port", Integer.toString(port));
    return settings;
  }
}
