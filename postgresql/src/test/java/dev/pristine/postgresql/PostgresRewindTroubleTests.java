package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.PristineException;
import dev.pristine.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Sessions that outlive their test, hold on to things, or are killed: no hang, nothing dirty. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class PostgresRewindTroubleTests {

  private static final int ROUNDS = 10;

  private RewindStage stage;

  @BeforeAll
  void openStage() throws IOException, SQLException {
    stage = RewindStage.open(Map.of("max_prepared_transactions", "10"));
  }

  @AfterAll
  void closeStage() throws IOException, SQLException {
    stage.close();
  }

  @Test
  void writersThatGoOnAfterTheirTestAreStoppedAndWhatTheyDidIsUndone() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      List<CompletableFuture<Integer>> writers = new ArrayList<>();
      try (TestDatabase database = acquire("has writers");
          Actor actor = new Actor(stage, database)) {
        writers.add(writer(actor.openedByUrl(), "by URL"));
        writers.add(writer(actor.borrowed(), "kept"));
        writers.add(writer(stage.superuser(database.name()), "superuser"));
        Awaitility.await()
            .until(
                () ->
                    actor
                        .ask("SELECT count(DISTINCT note) FROM notes WHERE note LIKE 'stray%'")
                        .equals("3"));
        database.close();
        try (TestDatabase next = acquire("next")) {
          assertClean(next);
          for (CompletableFuture<Integer> writer : writers) {
            assertThat(writer.get(30, TimeUnit.SECONDS)).isPositive();
          }
          assertClean(next);
        }
      }
    }
  }

  @Test
  void aWriterThatComesBackAgainAndAgainIsUndoneOnceItIsGone() throws Exception {
    AtomicBoolean goOn = new AtomicBoolean(true);
    Map<String, String> where = new ConcurrentHashMap<>();
    Thread writer = new Thread(() -> comeBackTo(where, goOn), "comes-back");
    writer.start();
    try {
      for (int i = 0; i < 3 * ROUNDS; i++) {
        try (TestDatabase database = acquire("is visited")) {
          where.put("url", database.jdbcUrl());
          where.put("password", database.password());
          try (Actor actor = new Actor(stage, database)) {
            actor.sql("INSERT INTO races (place) VALUES (1)");
          }
        }
      }
    } finally {
      goOn.set(false);
      writer.join();
    }
    // The lease that it may still have been in is the last to see anything of it.
    acquire("last visited").close();
    try (TestDatabase next = acquire("next")) {
      assertClean(next);
    }
  }

  @Test
  void sessionsThatHoldAccessExclusiveAreEnded() throws Exception {
    try (TestDatabase database = acquire("is locked");
        Actor actor = new Actor(stage, database);
        Connection superuser = stage.superuser(database.name())) {
      Connection byUrl = actor.openedByUrl();
      byUrl.setAutoCommit(false);
      Actor.run(byUrl, "LOCK TABLE ponies IN ACCESS EXCLUSIVE MODE", "DELETE FROM notes");
      superuser.setAutoCommit(false);
      Actor.run(superuser, "LOCK TABLE races, stables", "LOCK TABLE pg_proc IN SHARE MODE");
      database.close();
      try (TestDatabase next = acquire("next")) {
        assertClean(next);
      }
    }
  }

  @Test
  void aTestWhoseBackendIsTerminatedIsFollowedByACleanOne() throws Exception {
    try (TestDatabase database = acquire("loses its session");
        Actor actor = new Actor(stage, database)) {
      Connection open = actor.borrowed();
      open.setAutoCommit(false);
      Actor.run(open, "DELETE FROM stables");
      actor.server(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s' AND backend_type = 'client backend'"
              .formatted(database.name()));
      assertThatThrownBy(() -> Actor.run(open, "SELECT 1")).isInstanceOf(SQLException.class);
      open.close();
      actor.sql("INSERT INTO notes VALUES ('on a new session')");
    }
    try (TestDatabase next = acquire("next")) {
      assertClean(next);
    }
  }

  @Test
  void sessionsOfOursThatAreTerminatedAreReplaced() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      try (TestDatabase database = acquire("loses our sessions");
          Actor actor = new Actor(stage, database)) {
        actor.sql("DELETE FROM stables", "SELECT nextval('numbers')");
        actor.server(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity a WHERE application_name LIKE '%s%%' AND pid <> pg_backend_pid()"
                    .formatted(Sessions.NAME_PREFIX)
                + " AND NOT EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory')");
      }
      nextIsCleanOrFailsClearly();
    }
  }

  @Test
  void leaksAreReportedWithTheStackThatBorrowedThem() throws Exception {
    PrintStream console = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      try (TestDatabase database = acquire("the leaker");
          Actor actor = new Actor(stage, database)) {
        Connection left = actor.borrowed();
        left.setAutoCommit(false);
        Actor.run(left, "DELETE FROM notes");
      }
      acquire("next").close();
    } finally {
      System.setErr(console);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("[the leaker] left a connection open")
        .contains("PostgresRewindTroubleTests.leaksAreReportedWithTheStackThatBorrowedThem");
  }

  @Test
  void aStatementThatTakesLongDoesNotKeepTheNextTestWaiting() throws Exception {
    try (TestDatabase database = acquire("is slow");
        Actor actor = new Actor(stage, database)) {
      Connection left = actor.borrowed();
      CompletableFuture<Void> slow =
          CompletableFuture.runAsync(
              () -> {
                try {
                  Actor.run(left, "UPDATE notes SET note = 'slow' FROM pg_sleep(1000)");
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      Awaitility.await()
          .until(
              () ->
                  actor
                      .ask(
                          "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(1000)' AND pid <> pg_backend_pid()")
                      .equals("1"));
      database.close();
      try (TestDatabase next = acquire("next")) {
        assertThat(slow).failsWithin(30, TimeUnit.SECONDS);
        assertClean(next);
      }
    }
  }

  private TestDatabase acquire(String holder) {
    return stage.acquire(Fixture.PLAIN, holder);
  }

  private void assertClean(TestDatabase database) throws SQLException {
    assertThat(stage.differences(Fixture.PLAIN, database)).isEmpty();
  }

  private void nextIsCleanOrFailsClearly() throws SQLException {
    try (TestDatabase next = acquire("next")) {
      assertClean(next);
    } catch (PristineException e) {
      assertThat(e).hasMessageStartingWith("Cannot acquire a database for [next] on the server [");
      stage.startAfresh();
    }
  }

  /** Writes until its connection ends; tells how many rows. */
  private static CompletableFuture<Integer> writer(Connection connection, String who) {
    CompletableFuture<Integer> written = new CompletableFuture<>();
    Runnable writing =
        () -> {
          int rows = 0;
          try (Statement statement = connection.createStatement()) {
            while (true) {
              statement.execute("INSERT INTO notes VALUES ('stray " + who + "')");
              rows++;
              statement.execute("UPDATE ponies SET name = name || '.' WHERE id < 3");
              statement.execute("SELECT nextval('numbers')");
            }
          } catch (SQLException e) {
            written.complete(rows);
          }
        };
    new Thread(writing, "writer " + who).start();
    return written;
  }

  private static void comeBackTo(Map<String, String> where, AtomicBoolean goOn) {
    while (goOn.get()) {
      String url = where.get("url");
      String password = where.get("password");
      if (url != null && password != null) {
        try (Connection connection = DriverManager.getConnection(url, TestRole.NAME, password);
            Statement statement = connection.createStatement()) {
          while (goOn.get()) {
            statement.execute("INSERT INTO notes VALUES ('stray')");
            statement.execute("UPDATE ponies SET name = name || '.' WHERE id < 3");
          }
        } catch (SQLException e) {
          // Sent away, or the database is gone: comes back.
        }
      }
    }
  }
}
