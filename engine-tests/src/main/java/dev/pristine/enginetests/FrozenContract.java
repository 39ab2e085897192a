package dev.pristine.enginetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.PristineException;
import dev.pristine.Status;
import dev.pristine.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frozen databases: copied like templates, gone with the process that froze them. */
public abstract class FrozenContract extends EngineContract {

  private static final int THREADS = 16;

  @ParameterizedTest
  @EnumSource(names = {"CLONE", "REWIND"})
  void manyThreadsGetCopiesOfWhatWasWritten(Isolation isolation) throws Exception {
    try (Pristine pristine = open()) {
      TestDatabase written = pristine.acquire(schema("copies"), isolation, "writer");
      new Ponies(written.dataSource()).add("Frozen");
      Migration frozen = pristine.freeze(written);
      for (int round = 0; round < 3; round++) {
        List<String> seen =
            together(
                THREADS,
                () -> {
                  try (TestDatabase database = pristine.acquire(frozen, isolation, "thread")) {
                    Ponies ponies = new Ponies(database.dataSource());
                    return ponies.add("Spirit") + " " + ponies.names();
                  }
                });
        assertThat(seen).hasSize(THREADS).containsOnly("3 [Seed, Frozen, Spirit]");
      }
    }
  }

  @Test
  void aCopyMayBeFrozenInItsTurn() throws Exception {
    try (Pristine pristine = open()) {
      SchemaMigration migration = schema("stacked");
      Migration outer = pristine.freeze(write(pristine, migration, "Outer"));
      Migration inner = pristine.freeze(write(pristine, outer, "Inner"));
      assertThat(names(pristine, inner)).containsExactly("Seed", "Outer", "Inner");
      assertThat(names(pristine, outer)).containsExactly("Seed", "Outer");
      assertThat(names(pristine, migration)).containsExactly("Seed");
    }
  }

  @Test
  void whatWasNotCommittedIsLostAndConnectionsEnd() throws Exception {
    try (Pristine pristine = open()) {
      TestDatabase database = write(pristine, schema("ends"), "Committed");
      try (Connection open = database.dataSource().getConnection();
          Statement statement = open.createStatement()) {
        open.setAutoCommit(false);
        statement.execute("INSERT INTO ponies (name) VALUES ('Lost')");
        Migration frozen = pristine.freeze(database);
        assertThat(open.isClosed()).isTrue();
        assertThat(names(pristine, frozen)).containsExactly("Seed", "Committed");
      }
      assertThatThrownBy(() -> database.dataSource().getConnection())
          .isInstanceOf(SQLException.class)
          .hasMessage(
              "The database [%s] of [writer] is not available: it was frozen, and only copies of it are used now",
              database.jdbcUrl());
    }
  }

  @Test
  void theStatusTellsWhoFrozeAndWhatIsACopyOfIt() throws Exception {
    try (Pristine pristine = open()) {
      Migration frozen = pristine.freeze(write(pristine, schema("status"), "Frozen"));
      try (TestDatabase copy = pristine.acquire(frozen, Isolation.CLONE, "reader")) {
        Status.Database described = only(pristine, Status.Kind.FROZEN);
        assertThat(described.holder()).isEqualTo("writer");
        assertThat(described.template()).isEqualTo(described.name());
        assertThat(pristine.status().databases())
            .filteredOn(entry -> entry.name().equals(copy.name()))
            .extracting(Status.Database::template)
            .containsExactly(described.name());
        assertThat(frozen).hasToString("what [writer] left in " + described.name());
      }
    }
  }

  @Test
  void aForgottenOneIsDroppedAndRefused() throws Exception {
    try (Pristine pristine = open()) {
      Migration frozen = pristine.freeze(write(pristine, schema("forgotten"), "Frozen"));
      try (TestDatabase copy = pristine.acquire(frozen, Isolation.CLONE, "reader")) {
        pristine.forget(frozen);
        pristine.forget(frozen);
        assertThat(new Ponies(copy.dataSource()).names()).containsExactly("Seed", "Frozen");
      }
      assertThatThrownBy(() -> pristine.acquire(frozen))
          .isInstanceOf(PristineException.class)
          .hasMessage(
              "[%s] is not there (any more): it belongs to the Pristine that froze it, until that forgets it. Acquire its copies before, and put no fixtures on top of it.",
              frozen);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(pristine.status().databases())
                      .extracting(Status.Database::kind)
                      .doesNotContain(Status.Kind.FROZEN));
    }
  }

  @Test
  void onlyADatabaseThatNobodyElseUsesCanBeFrozenAndOnlyOnce() throws Exception {
    SchemaMigration migration = schema("refused");
    try (Pristine pristine = open();
        Pristine other = open()) {
      for (Isolation isolation : List.of(Isolation.PER_WORKER, Isolation.NONE)) {
        try (TestDatabase database = pristine.acquire(migration, isolation, "writer")) {
          refuses(
              pristine,
              database,
              "others use it too, or it was acquired elsewhere. Acquire one with the isolation CLONE or REWIND from the same Pristine.");
        }
      }
      try (TestDatabase database = acquire(other, migration, "writer")) {
        refuses(
            pristine,
            database,
            "others use it too, or it was acquired elsewhere. Acquire one with the isolation CLONE or REWIND from the same Pristine.");
      }
      TestDatabase database = acquire(pristine, migration, "writer");
      pristine.freeze(database);
      refuses(pristine, database, "it was closed. Freeze it instead of closing it.");
    }
  }

  private static void refuses(Pristine pristine, TestDatabase database, String why) {
    assertThatThrownBy(() -> pristine.freeze(database))
        .isInstanceOf(PristineException.class)
        .hasMessage(
            "The database [%s] of [writer] cannot be frozen: %s".formatted(database.name(), why));
  }

  @Test
  void noTemplateStandsOnAFrozenDatabase() throws Exception {
    try (Pristine pristine = open()) {
      Migration frozen = pristine.freeze(write(pristine, schema("below"), "Frozen"));
      assertThatThrownBy(
              () -> pristine.acquire(new SchemaOnTop(frozen, schema("on top").with("on top"))))
          .isInstanceOf(PristineException.class)
          .hasMessageContaining("put no fixtures on top of it");
    }
  }

  /** A migration on top of any other. */
  private record SchemaOnTop(Migration below, SchemaMigration schema) implements Migration {
    @Override
    public Optional<Migration> base() {
      return Optional.of(below);
    }

    @Override
    public String fingerprint() {
      return schema.fingerprint();
    }

    @Override
    public void apply(Target target) throws Exception {
      schema.apply(target);
    }
  }

  @Test
  void itBelongsToItsProcessAsLongAsThatLives() throws Exception {
    try (ForkedJvm worker = FreezingWorker.start(engine().settings(), schema("living"));
        Pristine pristine = open()) {
      worker.await("holds");
      pristine.clean(true);
      assertThat(only(pristine, Status.Kind.FROZEN).holder()).isEqualTo("writer");
      worker.finish();
      assertThat(pristine.status().databases())
          .extracting(Status.Database::kind)
          .containsOnly(Status.Kind.TEMPLATE);
    }
  }

  @Test
  void aKilledProcesssIsReclaimedByTheNextRun() throws Exception {
    try (ForkedJvm worker = FreezingWorker.start(engine().settings(), schema("killed"))) {
      worker.await("holds");
      worker.kill();
    }
    try (Pristine pristine = open()) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                pristine.clean(false);
                assertThat(pristine.status().databases())
                    .extracting(Status.Database::kind)
                    .containsOnly(Status.Kind.TEMPLATE);
              });
    }
  }

  private static TestDatabase write(Pristine pristine, Migration migration, String pony)
      throws SQLException {
    TestDatabase database = pristine.acquire(migration, Isolation.CLONE, "writer");
    new Ponies(database.dataSource()).add(pony);
    return database;
  }

  private static List<String> names(Pristine pristine, Migration migration) throws SQLException {
    try (TestDatabase database = pristine.acquire(migration, Isolation.REWIND, "reader")) {
      return new Ponies(database.dataSource()).names();
    }
  }

  private static Status.Database only(Pristine pristine, Status.Kind kind) {
    List<Status.Database> found =
        pristine.status().databases().stream().filter(entry -> entry.kind() == kind).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }
}
