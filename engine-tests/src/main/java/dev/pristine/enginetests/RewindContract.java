package dev.pristine.enginetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.Status;
import dev.pristine.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rewinding: a used database becomes as its template was, and keeps its name and connections. */
public abstract class RewindContract extends EngineContract {

  private static final int THREADS = 8;
  private static final int TESTS_PER_THREAD = 25;

  /** The next lease waits for the database that the lease before had, or for its replacement. */
  private static final Map<String, String> ONE_COPY = Map.of("pristine.clones", "1");

  /** Returns what tells a session on the server from all others. */
  protected abstract String session(Connection connection) throws SQLException;

  @Test
  void aRewoundDatabaseKeepsItsNameAndConnectionsAndShowsTheSeedsOnly() throws Exception {
    SchemaMigration migration = schema("kept open");
    Set<String> databases = new HashSet<>();
    Set<String> sessions = new HashSet<>();
    try (Pristine pristine = open(ONE_COPY)) {
      for (int i = 0; i < 20; i++) {
        try (TestDatabase database = rewound(pristine, migration, "test " + i)) {
          Ponies ponies = new Ponies(database.dataSource());
          assertThat(ponies.names()).containsExactly("Seed");
          assertThat(ponies.add("Spirit")).isEqualTo(2);
          assertThat(ponies.add("Rain")).isEqualTo(3);
          databases.add(database.name());
          try (Connection connection = database.dataSource().getConnection()) {
            sessions.add(session(connection));
          }
        }
      }
    }
    assertThat(databases).hasSize(1);
    assertThat(sessions).hasSize(1);
    assertThat(migration.runs()).isEqualTo(1);
  }

  @Test
  void changedAndDeletedSeedsComeBack() throws Exception {
    SchemaMigration migration = schema("seeds");
    List<String> changes =
        List.of(
            "UPDATE ponies SET name = 'Changed'",
            "DELETE FROM ponies",
            "UPDATE ponies SET name = name",
            "SELECT name FROM ponies");
    Set<String> databases = new HashSet<>();
    try (Pristine pristine = open(ONE_COPY)) {
      for (String change : changes) {
        try (TestDatabase database = rewound(pristine, migration, change)) {
          databases.add(database.name());
          execute(database, change);
        }
        try (TestDatabase next = rewound(pristine, migration, "after " + change)) {
          databases.add(next.name());
          Ponies ponies = new Ponies(next.dataSource());
          assertThat(ponies.names()).as(change).containsExactly("Seed");
          assertThat(ponies.add("Spirit")).as(change).isEqualTo(2);
        }
      }
    }
    assertThat(databases).hasSize(1);
  }

  @Test
  void whatCannotBeUndoneIsReplaced() throws Exception {
    SchemaMigration migration = schema("replaced");
    try (Pristine pristine = open(ONE_COPY)) {
      try (TestDatabase database = rewound(pristine, migration, "test")) {
        execute(database, "DROP TABLE ponies");
      }
      try (TestDatabase next = rewound(pristine, migration, "next")) {
        Ponies ponies = new Ponies(next.dataSource());
        assertThat(ponies.names()).containsExactly("Seed");
        assertThat(ponies.add("Spirit")).isEqualTo(2);
      }
    }
  }

  @Test
  void manyThreadsCommitTheSameKeysAndEachTestSeesOnlyItsOwn() throws Exception {
    SchemaMigration migration = schema("threads");
    Set<String> held = new HashSet<>();
    Set<String> used = new HashSet<>();
    try (Pristine pristine = open()) {
      List<List<String>> seen =
          together(
              THREADS,
              () -> {
                List<String> mine = new ArrayList<>();
                for (int i = 0; i < TESTS_PER_THREAD; i++) {
                  try (TestDatabase database = rewound(pristine, migration, "thread")) {
                    synchronized (held) {
                      assertThat(held.add(database.name())).as("held by nobody else").isTrue();
                      used.add(database.name());
                    }
                    Ponies ponies = new Ponies(database.dataSource());
                    mine.add(ponies.add("Spirit") + " " + ponies.add("Rain") + ponies.names());
                    synchronized (held) {
                      held.remove(database.name());
                    }
                  }
                }
                return mine;
              });
      assertThat(seen)
          .hasSize(THREADS)
          .allSatisfy(
              mine ->
                  assertThat(mine)
                      .hasSize(TESTS_PER_THREAD)
                      .containsOnly("2 3[Seed, Spirit, Rain]"));
    }
    assertThat(used).as("used again and again").hasSizeLessThan(THREADS * TESTS_PER_THREAD / 2);
  }

  @Test
  void forksOfManyThreadsCommitTheSameKeysAndEachTestSeesOnlyItsOwn() throws Exception {
    SchemaMigration migration = schema("forks");
    List<ForkedJvm> forks = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        forks.add(
            Suite.start(engine().settings(), migration, Isolation.REWIND, THREADS, 8 * THREADS, 2));
      }
      for (ForkedJvm fork : forks) {
        List<String> said = fork.rest();
        assertThat(said).contains("ended").noneMatch(line -> line.startsWith("failed"));
        assertThat(said).filteredOn(line -> line.startsWith("lease")).hasSize(8 * THREADS);
      }
    } finally {
      forks.forEach(ForkedJvm::close);
    }
    assertThat(migration.runs()).isEqualTo(1);
  }

  @Test
  void whatAConnectionOpenedByTheUrlDidIsUndoneToo() throws Exception {
    SchemaMigration migration = schema("by URL");
    try (Pristine pristine = open(ONE_COPY)) {
      Connection own;
      try (TestDatabase database = rewound(pristine, migration, "test")) {
        own = byUrl(database);
        try (Statement statement = own.createStatement()) {
          statement.execute("INSERT INTO ponies (name) VALUES ('Stray')");
        }
      }
      try (TestDatabase next = rewound(pristine, migration, "next")) {
        assertThat(new Ponies(next.dataSource()).names()).containsExactly("Seed");
        assertThatThrownBy(() -> own.createStatement().execute("DELETE FROM ponies"))
            .isInstanceOf(SQLException.class);
        assertThat(new Ponies(next.dataSource()).names()).containsExactly("Seed");
      }
    }
  }

  @Test
  void leakedConnectionsEndWithTheLeaseAndTheirTransactionsAreUndone() throws Exception {
    SchemaMigration migration = schema("leak");
    try (Pristine pristine = open(ONE_COPY)) {
      Connection leaked;
      try (TestDatabase database = rewound(pristine, migration, "leaker")) {
        leaked = database.dataSource().getConnection();
        leaked.setAutoCommit(false);
        leaked.createStatement().execute("INSERT INTO ponies (name) VALUES ('Lost')");
      }
      try (TestDatabase next = rewound(pristine, migration, "next")) {
        assertThat(new Ponies(next.dataSource()).names()).containsExactly("Seed");
        assertThat(leaked.isClosed()).isTrue();
        assertThatThrownBy(() -> leaked.createStatement().execute("DELETE FROM ponies"))
            .isInstanceOf(SQLException.class);
        assertThat(new Ponies(next.dataSource()).names()).containsExactly("Seed");
      }
    }
  }

  @Test
  void aDatabaseIsNotAvailableToItsLastHolder() throws Exception {
    SchemaMigration migration = schema("after");
    try (Pristine pristine = open(ONE_COPY)) {
      TestDatabase database = rewound(pristine, migration, "test");
      new Ponies(database.dataSource()).add("Spirit");
      database.close();
      database.close();
      try (TestDatabase next = rewound(pristine, migration, "next")) {
        assertThatThrownBy(() -> new Ponies(database.dataSource()).add("Late"))
            .isInstanceOf(SQLException.class);
        assertThat(new Ponies(next.dataSource()).names()).containsExactly("Seed");
      }
    }
  }

  @Test
  void statementsThatTheDriverPreparedWorkInEveryLease() throws Exception {
    SchemaMigration migration = schema("prepared");
    try (Pristine pristine = open(ONE_COPY)) {
      for (int i = 0; i < 8; i++) {
        try (TestDatabase database = rewound(pristine, migration, "test " + i);
            Connection connection = database.dataSource().getConnection()) {
          for (int again = 0; again < 8; again++) {
            try (PreparedStatement query =
                connection.prepareStatement("SELECT name FROM ponies WHERE id = ?")) {
              query.setLong(1, 1);
              try (ResultSet rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("Seed");
              }
            }
          }
          try (Statement statement = connection.createStatement()) {
            statement.execute("UPDATE ponies SET name = 'Changed'");
          }
        }
      }
    }
  }

  @Test
  void twoTemplatesAreRewoundEachToItsOwnState() throws Exception {
    SchemaMigration one = schema("one");
    List<String> statements = new ArrayList<>(engine().schema());
    statements.add("INSERT INTO ponies (name) VALUES ('Second seed')");
    SchemaMigration other = new SchemaMigration("other " + folder, statements, one.journal());
    try (Pristine pristine = open()) {
      for (int i = 0; i < 10; i++) {
        try (TestDatabase first = rewound(pristine, one, "one");
            TestDatabase second = rewound(pristine, other, "other")) {
          assertThat(new Ponies(first.dataSource()).add("Spirit")).isEqualTo(2);
          assertThat(new Ponies(second.dataSource()).add("Spirit")).isEqualTo(3);
          execute(second, "DELETE FROM ponies WHERE id = 1");
          assertThat(new Ponies(first.dataSource()).names()).containsExactly("Seed", "Spirit");
          assertThat(new Ponies(second.dataSource()).names())
              .containsExactly("Second seed", "Spirit");
        }
      }
    }
  }

  @Test
  void aFailedTestsDatabaseIsSetAsideAsItLeftIt() throws Exception {
    SchemaMigration migration = schema("set aside");
    Map<String, String> settings = Map.of("pristine.clones", "1", "pristine.keep", "failed");
    try (Pristine pristine = open(settings)) {
      TestDatabase failed = rewound(pristine, migration, "fails");
      new Ponies(failed.dataSource()).add("Evidence");
      assertThat(failed.closeFailed()).isPresent();
      try (TestDatabase next = rewound(pristine, migration, "next")) {
        assertThat(new Ponies(next.dataSource()).names()).containsExactly("Seed");
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(pristine.status().databases())
                      .filteredOn(database -> database.kind() == Status.Kind.KEPT)
                      .hasSize(1));
    }
  }

  private static TestDatabase rewound(Pristine pristine, SchemaMigration migration, String holder) {
    return pristine.acquire(migration, Isolation.REWIND, holder);
  }

  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection byUrl(TestDatabase database) throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }
}
