package dev.pristine.benchmarks;

import dev.pristine.Migration;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * A template, and copies of it, as somebody would make them by hand who knows PostgreSQL well: the
 * template is frozen, and carries its cache of relations; nothing waits for the server's own
 * polling of a tenth of a second.
 */
final class HandMade {

  private static final long LOOK_AGAIN_NANOS = 500_000;

  private HandMade() {}

  /** How a database is copied. */
  enum Strategy {
    FILE_COPY,
    WAL_LOG
  }

  private record Target(DataSource dataSource, String jdbcUrl, String user, String password)
      implements Migration.Target {}

  static String templateOf(Schema schema) {
    return ServerAccess.PREFIX + "template_" + schema.name();
  }

  /** Makes the template of a schema, from which all tools that are made by hand copy. */
  static void makeTemplate(ServerAccess server, Schema schema) throws Exception {
    String template = templateOf(schema);
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + template);
    }
    migrate(server, schema, template);
    try (Connection connection = server.connect(template);
        Statement statement = connection.createStatement()) {
      freeze(statement, filledTables(statement));
    }
    // This one's session writes the cache of relations that all copies by files start with.
    server.connect(template).close();
    try (Connection connection = server.connect("postgres")) {
      awaitNoSessions(connection, template);
    }
  }

  static void migrate(ServerAccess server, Schema schema, String database) throws Exception {
    migrate(
        schema,
        server.dataSource(database),
        server.url(database),
        server.user(),
        server.password());
  }

  static void migrate(
      Schema schema, DataSource dataSource, String url, String user, String password)
      throws Exception {
    schema.migration().apply(new Target(dataSource, url, user, password));
  }

  /** Not those that are empty: the planner would read them whole for each foreign key. */
  static void freeze(Statement statement, List<String> tables) throws SQLException {
    if (!tables.isEmpty()) {
      statement.execute("VACUUM (FREEZE, ANALYZE) " + String.join(", ", tables));
    }
  }

  /** Names the application's tables that have rows. */
  static List<String> filledTables(Statement statement) throws SQLException {
    List<String> filled = new java.util.ArrayList<>();
    for (String table : tables(statement)) {
      try (ResultSet rows = statement.executeQuery("SELECT FROM " + table + " LIMIT 1")) {
        if (rows.next()) {
          filled.add(table);
        }
      }
    }
    return filled;
  }

  /** Names the application's tables. */
  static List<String> tables(Statement statement) throws SQLException {
    return ServerAccess.texts(
        statement,
        """
        SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
          AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'seed_copy')
          AND n.nspname NOT LIKE 'pg\\_%' ORDER BY c.oid
        """);
  }

  static void copy(Connection maintenance, String template, String name, Strategy strategy)
      throws SQLException {
    try (Statement statement = maintenance.createStatement()) {
      statement.execute(
          "CREATE DATABASE %s TEMPLATE %s STRATEGY %s".formatted(name, template, strategy));
    }
  }

  /** Drops a database whose connections were just closed. */
  static void drop(Connection maintenance, String name) throws SQLException {
    awaitNoSessions(maintenance, name);
    try (Statement statement = maintenance.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + name);
    }
  }

  private static void awaitNoSessions(Connection maintenance, String name) throws SQLException {
    try (Statement statement = maintenance.createStatement()) {
      String look = "SELECT pid FROM pg_stat_activity WHERE datname = '" + name + "'";
      while (!ServerAccess.texts(statement, look).isEmpty()) {
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
    }
  }
}
