package dev.pristine.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Gives the servers that zonky's libraries start the settings of the one that others measure on.
 */
final class ZonkyServers {

  static final String CONFIGURATION =
      "the same server version and settings, data in the same kind of place, no passwords";

  private static final List<String> SAME =
      List.of(
          "fsync",
          "synchronous_commit",
          "full_page_writes",
          "wal_level",
          "max_wal_senders",
          "wal_keep_size",
          "max_wal_size",
          "checkpoint_timeout",
          "shared_buffers",
          "max_connections",
          "autovacuum",
          "dynamic_shared_memory_type");

  private ZonkyServers() {}

  /** Reads the settings of the server that others measure on. */
  static Map<String, String> settings(ServerAccess server) throws SQLException {
    Map<String, String> settings = new LinkedHashMap<>();
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      for (String name : SAME) {
        settings.put(name, ServerAccess.texts(statement, "SHOW " + name).get(0));
      }
    }
    return settings;
  }

  static EmbeddedPostgres.Builder configure(
      EmbeddedPostgres.Builder builder, Map<String, String> settings) {
    settings.forEach(builder::setServerConfig);
    return builder;
  }

  /** Migrates a database of such a server, and freezes it as those who do it by hand do. */
  static void migrate(Schema schema, DataSource dataSource) throws SQLException {
    PGSimpleDataSource known = dataSource.unwrap(PGSimpleDataSource.class);
    try {
      HandMade.migrate(schema, known, known.getURL(), String.valueOf(known.getUser()), "");
    } catch (SQLException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new SQLException(e);
    }
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      HandMade.freeze(statement, HandMade.filledTables(statement));
    }
  }
}
