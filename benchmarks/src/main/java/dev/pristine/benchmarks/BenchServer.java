package dev.pristine.benchmarks;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import dev.pristine.migrations.Migrations;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The server that all measure on: Pristine's own, or the one that {@code pristine.server} says. Its
 * superuser, whom those who do it by hand need, comes from a lease with {@code
 * pristine.role=admin}.
 */
final class BenchServer implements AutoCloseable {

  private static final List<String> SETTINGS_THAT_MATTER =
      List.of(
          "server_version",
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
          "data_checksums",
          "dynamic_shared_memory_type");

  private final Pristine pristine;
  private final ServerAccess access;
  private final Dialect dialect;

  private BenchServer(Pristine pristine) throws SQLException {
    this.pristine = pristine;
    this.dialect = Dialect.ofServer();
    TestDatabase empty =
        pristine.acquire(
            Migrations.callback("empty", target -> {}), Isolation.NONE, "the benchmarks");
    this.access = ServerAccess.of(empty.jdbcUrl(), empty.user(), empty.password());
    dropAll();
  }

  /** On other engines than PostgreSQL nothing is made by hand on the server. */
  private void dropAll() throws SQLException {
    if (dialect == Dialect.POSTGRESQL) {
      access.dropAll(ServerAccess.PREFIX);
    }
  }

  /** Starts or joins the server, and drops what an earlier run may have left. */
  static BenchServer open() throws SQLException {
    Settings.Builder settings = Settings.builder().project(PristineAdapter.PROJECT);
    if (Dialect.ofServer() == Dialect.POSTGRESQL) {
      settings.set("pristine.role", "admin");
    }
    Pristine pristine = Pristine.open(settings.build());
    try {
      return new BenchServer(pristine);
    } catch (SQLException | RuntimeException e) {
      try (pristine) {
        throw e;
      }
    }
  }

  ServerAccess access() {
    return access;
  }

  /** Makes the template that those who do it by hand copy from. */
  void makeTemplate(Schema schema) throws Exception {
    if (dialect == Dialect.POSTGRESQL) {
      HandMade.makeTemplate(access, schema);
    }
  }

  /** Lists the server's settings as {@code name=value}. */
  List<String> settings() throws SQLException {
    return dialect == Dialect.POSTGRESQL
        ? settings(access)
        : List.of("server=" + pristine.status().server());
  }

  /** Lists a server's settings as {@code name=value}. */
  static List<String> settings(ServerAccess server) throws SQLException {
    List<String> settings = new ArrayList<>();
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      for (String name : SETTINGS_THAT_MATTER) {
        settings.add(name + "=" + ServerAccess.texts(statement, "SHOW " + name).get(0));
      }
    }
    return settings;
  }

  @Override
  public void close() throws SQLException {
    try (pristine) {
      dropAll();
    }
  }
}
