package dev.pristine.mariadb;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.SchemaMigration;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where databases are lent to be rewound, one at a time, and compared with copies that nobody
 * touched. With one copy at most, the next lease gets the same database if it was rewound and
 * another if it was replaced.
 */
final class RewindStage implements AutoCloseable {

  static final int CONNECTIONS = 4;

  /** What no dump tells, or not exactly. */
  private static final List<String> FURTHER =
      List.of(
          "SELECT table_name, coalesce(auto_increment, 1) FROM information_schema.tables WHERE table_schema = %1$s ORDER BY 1",
          "SELECT grantee, privilege_type, is_grantable FROM information_schema.schema_privileges WHERE table_schema = %1$s ORDER BY 1, 2",
          "SELECT grantee, table_name, privilege_type FROM information_schema.table_privileges WHERE table_schema = %1$s ORDER BY 1, 2, 3");

  private final TestServer server;
  private final Settings settings;
  private final SchemaMigration migration;
  private Pristine pristine;
  private List<String> untouched = List.of();
  private List<String> untouchedSession = List.of();

  private RewindStage(TestServer server, Settings settings, SchemaMigration migration) {
    this.server = server;
    this.settings = settings;
    this.migration = migration;
    this.pristine = Pristine.open(settings);
  }

  static RewindStage open(
      TestServer server, Path folder, List<String> schema, Map<String, String> others) {
    Settings.Builder settings = Settings.builder();
    server.settings().forEach(settings::set);
    settings.project("stage").connections(CONNECTIONS).set("pristine.clones", "1");
    settings.set("pristine.verify-every", "7").set("pristine.acquire-timeout", "30s");
    others.forEach(settings::set);
    return new RewindStage(
        server,
        settings.build(),
        new SchemaMigration("stage " + folder, schema, folder.resolve("runs")));
  }

  TestServer server() {
    return server;
  }

  TestDatabase acquire(String holder) {
    return acquire(Isolation.REWIND, holder);
  }

  TestDatabase acquire(Isolation isolation, String holder) {
    return pristine.acquire(migration, isolation, holder);
  }

  static String place(TestDatabase database) {
    return database.jdbcUrl().replaceFirst(".*/", "").replaceFirst("\\?.*", "");
  }

  /** Names everything in which a leased database differs from a copy that nobody touched. */
  List<String> differences(TestDatabase database) throws Exception {
    lookAtUntouched();
    return differences(untouched, dump(database));
  }

  /** Names everything that the sessions of a lease show and new ones would not. */
  List<String> differencesOfSessions(TestDatabase database) throws Exception {
    lookAtUntouched();
    List<String> differences = new ArrayList<>();
    List<Connection> open = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        open.add(database.dataSource().getConnection());
      }
      for (Connection connection : open) {
        differences.addAll(
            differences(untouchedSession, SessionState.of(connection, place(database))));
      }
    } finally {
      for (Connection connection : open) {
        connection.close();
      }
    }
    return differences;
  }

  private static List<String> differences(List<String> expected, List<String> found) {
    List<String> differences = new ArrayList<>();
    found.stream().filter(line -> !expected.contains(line)).forEach(differences::add);
    expected.stream()
        .filter(line -> !found.contains(line))
        .forEach(line -> differences.add("not " + line));
    if (differences.isEmpty() && !expected.equals(found)) {
      differences.add("the same lines, but in another order or number");
    }
    return differences;
  }

  private void lookAtUntouched() throws Exception {
    if (untouched.isEmpty()) {
      // By a process of its own, so to say: a lease that is held meanwhile must not be waited for.
      try (Pristine other = Pristine.open(settings);
          TestDatabase clone = other.acquire(migration, Isolation.CLONE, "untouched");
          Connection connection = clone.dataSource().getConnection()) {
        untouched = dump(clone);
        untouchedSession = SessionState.of(connection, place(clone));
      }
    }
  }

  /** Gives up all copies, so that the next lease has a new one. */
  void startAfresh() {
    pristine.close();
    pristine = Pristine.open(settings);
  }

  private List<String> dump(TestDatabase database) throws Exception {
    String place = place(database);
    List<String> dump = new ArrayList<>(Dump.of(server, place).lines().toList());
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      if (MysqlPrograms.areUsed()) {
        statement.execute("SET information_schema_stats_expiry = 0");
      }
      for (String question : FURTHER) {
        dump.addAll(TestServer.rows(statement, question.formatted(Sql.literal(place))));
      }
      TestServer.rows(statement, "SHOW CREATE DATABASE " + Sql.identifier(place))
          .forEach(row -> dump.add(row.replace(place, "<place>")));
      for (String sequence :
          TestServer.rows(
              statement,
              "SELECT table_name FROM information_schema.tables WHERE table_type = 'SEQUENCE' AND table_schema = "
                  + Sql.literal(place))) {
        dump.add(
            sequence
                + TestServer.rows(statement, "SELECT * FROM " + Sql.identifier(place, sequence)));
      }
    }
    return dump;
  }

  @Override
  public void close() throws SQLException {
    pristine.close();
    // By another one, because nobody drops the template that it uses itself.
    try (Pristine cleaner = Pristine.open(settings)) {
      cleaner.clean(true);
    }
  }
}
