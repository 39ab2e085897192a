package dev.pristine.postgresql;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import dev.pristine.embedded.Endpoint;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A server of one's own where databases are lent to be rewound, one at a time, and compared with
 * copies that nobody touched. With one copy at most, the next lease gets the same database if it
 * was rewound and another if it was replaced.
 */
final class RewindStage implements AutoCloseable {

  /** A role that is there all the time, to be granted things. */
  static final String STRANGER = "stranger";

  static final int CONNECTIONS = 4;

  private final OwnServer server;
  private final Settings settings;
  private final Map<Fixture, DatabaseDump> untouched = new HashMap<>();
  private final Map<Fixture, List<String>> untouchedSession = new HashMap<>();
  private Isolation isolation = Isolation.REWIND;
  private Pristine pristine;

  private RewindStage(OwnServer server, Settings settings) {
    this.server = server;
    this.settings = settings;
    this.pristine = Pristine.open(settings);
  }

  /** Starts a server with settings for {@code postgresql.conf}. */
  static RewindStage open(Map<String, String> serverSettings) throws IOException, SQLException {
    return open(serverSettings, Map.of());
  }

  /** Starts a server with settings for {@code postgresql.conf}, and opens Pristine with others. */
  static RewindStage open(Map<String, String> serverSettings, Map<String, String> others)
      throws IOException, SQLException {
    OwnServer server = OwnServer.start(serverSettings);
    Settings.Builder settings = Settings.builder();
    server.settingsWith(Map.of()).forEach(settings::set);
    settings.project("stage").connections(CONNECTIONS).set("pristine.clones", "1");
    settings.set("pristine.acquire-timeout", "30s");
    others.forEach(settings::set);
    server.execute("CREATE ROLE %s; GRANT %s TO %s".formatted(STRANGER, STRANGER, TestRole.NAME));
    return new RewindStage(server, settings.build());
  }

  OwnServer server() {
    return server;
  }

  Pristine pristine() {
    return pristine;
  }

  TestDatabase acquire(Fixture fixture, String holder) {
    return pristine.acquire(fixture, isolation, holder);
  }

  /** Lends databases in another way from now on. */
  void isolateBy(Isolation other) {
    isolation = other;
  }

  /** Opens a superuser's session in a database; the caller closes it. */
  Connection superuser(String database) throws SQLException {
    Endpoint endpoint = server.endpoint();
    return server
        .address()
        .dataSource(database, endpoint.user(), endpoint.password())
        .getConnection();
  }

  /** Names everything in which a leased database differs from a copy that nobody touched. */
  List<String> differences(Fixture fixture, TestDatabase database) throws SQLException {
    DatabaseDump expected = untouched(fixture);
    try (Connection superuser = superuser(database.name())) {
      return expected.differences(superuser);
    }
  }

  /** Names everything that the sessions of a lease show and new ones would not. */
  List<String> differencesOfSessions(Fixture fixture, TestDatabase database) throws SQLException {
    untouched(fixture);
    List<String> expected = untouchedSession.getOrDefault(fixture, List.of());
    List<String> differences = new ArrayList<>();
    for (List<String> state : SessionState.of(database.dataSource(), CONNECTIONS)) {
      state.stream().filter(line -> !expected.contains(line)).forEach(differences::add);
      expected.stream()
          .filter(line -> !state.contains(line))
          .forEach(line -> differences.add("not " + line));
    }
    return differences;
  }

  /** Gives up all copies, so that the next lease has a new one. */
  void startAfresh() {
    pristine.close();
    pristine = Pristine.open(settings);
  }

  private DatabaseDump untouched(Fixture fixture) throws SQLException {
    DatabaseDump dump = untouched.get(fixture);
    if (dump == null) {
      // By a process of its own, so to say: a lease that is held meanwhile must not be waited for.
      try (Pristine other = Pristine.open(settings);
          TestDatabase clone = other.acquire(fixture, Isolation.CLONE, "untouched");
          Connection superuser = superuser(clone.name())) {
        dump = DatabaseDump.of(superuser);
        untouchedSession.put(fixture, SessionState.of(clone.dataSource(), 1).get(0));
      }
      untouched.put(fixture, dump);
    }
    return dump;
  }

  @Override
  public void close() throws SQLException, IOException {
    try (server) {
      pristine.clean(true);
      pristine.close();
    }
  }
}
