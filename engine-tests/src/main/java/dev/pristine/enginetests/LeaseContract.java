package dev.pristine.enginetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pristine.AcquireTimeoutException;
import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.PristineException;
import dev.pristine.Status;
import dev.pristine.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Leases: exclusive, pristine, bounded, and ended whole. */
public abstract class LeaseContract extends EngineContract {

  private static final int THREADS = 16;

  @Test
  void sixteenThreadsCommitTheSameKeysAndEachSeesOnlyItsOwn() throws Exception {
    SchemaMigration migration = schema("keys");
    try (Pristine pristine = open()) {
      for (int round = 0; round < 3; round++) {
        List<String> seen =
            together(
                THREADS,
                () -> {
                  try (TestDatabase database = acquire(pristine, migration, "thread")) {
                    Ponies ponies = new Ponies(database.dataSource());
                    return ponies.add("Spirit") + " " + ponies.add("Rain") + ponies.names();
                  }
                });
        assertThat(seen).hasSize(THREADS).containsOnly("2 3[Seed, Spirit, Rain]");
      }
    }
  }

  @Test
  void fourForksOfSixteenThreadsCommitTheSameKeysAndEachTestSeesOnlyItsOwn() throws Exception {
    SchemaMigration migration = schema("forks");
    List<ForkedJvm> forks = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        forks.add(
            Suite.start(engine().settings(), migration, Isolation.CLONE, THREADS, 4 * THREADS, 2));
      }
      for (ForkedJvm fork : forks) {
        List<String> said = fork.rest();
        assertThat(said).contains("ended").noneMatch(line -> line.startsWith("failed"));
        assertThat(said).filteredOn(line -> line.startsWith("lease")).hasSize(4 * THREADS);
      }
    } finally {
      forks.forEach(ForkedJvm::close);
    }
    assertThat(migration.runs()).isEqualTo(1);
  }

  @Test
  void noTwoLeasesHoldOneDatabase() throws Exception {
    SchemaMigration migration = schema("exclusive");
    Set<String> held = new HashSet<>();
    try (Pristine pristine = open()) {
      together(
          THREADS,
          () -> {
            for (int i = 0; i < 5; i++) {
              try (TestDatabase database =
                  pristine.acquire(migration, Isolation.PER_WORKER, "thread")) {
                synchronized (held) {
                  assertThat(held.add(database.name())).as(database.name()).isTrue();
                }
                Thread.onSpinWait();
                synchronized (held) {
                  held.remove(database.name());
                }
              }
            }
            return "";
          });
    }
  }

  @Test
  void aWorkersDatabaseIsHandedOnAsItIs() throws Exception {
    SchemaMigration migration = schema("worker");
    try (Pristine pristine = open()) {
      String name;
      try (TestDatabase first = pristine.acquire(migration, Isolation.PER_WORKER, "first")) {
        new Ponies(first.dataSource()).add("Spirit");
        name = first.name();
      }
      await()
          .untilAsserted(
              () -> {
                try (TestDatabase next =
                    pristine.acquire(migration, Isolation.PER_WORKER, "next")) {
                  assertThat(next.name()).isEqualTo(name);
                  assertThat(new Ponies(next.dataSource()).names())
                      .containsExactly("Seed", "Spirit");
                }
              });
    }
  }

  @Test
  void withoutIsolationAllLeasesShareOneDatabase() throws Exception {
    SchemaMigration migration = schema("shared");
    try (Pristine pristine = open();
        TestDatabase first = pristine.acquire(migration, Isolation.NONE, "first");
        TestDatabase second = pristine.acquire(migration, Isolation.NONE, "second")) {
      new Ponies(first.dataSource()).add("Spirit");
      assertThat(new Ponies(second.dataSource()).names()).containsExactly("Seed", "Spirit");
      assertThatThrownBy(() -> new Ponies(second.dataSource()).add("Spirit"))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void whoWaitsTooLongIsToldWhoHoldsWhat() throws Exception {
    SchemaMigration migration = schema("timeout");
    Map<String, String> settings =
        Map.of("pristine.clones", "1", "pristine.acquire-timeout", "1500ms");
    try (Pristine pristine = open(settings);
        TestDatabase held = acquire(pristine, migration, "OrderTests.places")) {
      assertThatThrownBy(() -> acquire(pristine, migration, "OrderTests.cancels"))
          .isInstanceOf(AcquireTimeoutException.class)
          .hasMessageStartingWith(
              "No database became free within 1500 ms for [OrderTests.cancels], which waited for a copy of the template ")
          .hasMessageContaining(
              "Held now by: [OrderTests.places] holds " + held.name() + " since " + held.since())
          .hasMessageContaining("Likely a lease is not closed");
    }
  }

  @Test
  void aFreedDatabaseGoesToWhoHasWaitedLongest() throws Exception {
    SchemaMigration migration = schema("order");
    try (Pristine pristine = open(Map.of("pristine.clones", "2"))) {
      List<String> seen =
          together(
              8,
              () -> {
                try (TestDatabase database = acquire(pristine, migration, "thread")) {
                  return new Ponies(database.dataSource()).add("Spirit") + "";
                }
              });
      assertThat(seen).hasSize(8).containsOnly("2");
    }
  }

  @Test
  void connectionsThatWereNotClosedEndWithTheLease() throws Exception {
    try (Pristine pristine = open()) {
      Connection leaked;
      try (TestDatabase database = acquire(pristine, schema("leak"), "leaker")) {
        leaked = database.dataSource().getConnection();
        leaked.setAutoCommit(false);
        leaked.createStatement().execute("INSERT INTO ponies (name) VALUES ('Lost')");
      }
      await().untilAsserted(() -> assertThat(leaked.isClosed()).isTrue());
    }
  }

  @Test
  void aDatabaseIsNotAvailableAfterItsLease() throws Exception {
    try (Pristine pristine = open()) {
      TestDatabase database = acquire(pristine, schema("after"), "test");
      new Ponies(database.dataSource()).add("Spirit");
      database.close();
      database.close();
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> database.dataSource().getConnection().close())
                      .isInstanceOf(SQLException.class)
                      .hasMessage(
                          "The database [%s] of [test] is not available: its lease has ended"
                              .formatted(database.jdbcUrl())));
    }
  }

  @Test
  void aFailedTestsDatabaseIsSetAsideAndCanBeLookedInto() throws Exception {
    String told;
    try (Pristine pristine = open(Map.of("pristine.keep", "failed", "pristine.keep-number", "2"))) {
      for (int i = 0; i < 3; i++) {
        TestDatabase database = acquire(pristine, schema("kept"), "OrderTests.fails");
        new Ponies(database.dataSource()).add("Evidence");
        told = database.closeFailed().orElseThrow();
        assertThat(told)
            .startsWith("The database of [OrderTests.fails] was set aside: jdbc:")
            .doesNotContain(database.password().isEmpty() ? "\0" : database.password());
      }
      acquire(pristine, schema("kept"), "OrderTests.passes").close();
      pristine.clean(false);
      assertThat(pristine.status().databases())
          .filteredOn(database -> database.kind() == Status.Kind.KEPT)
          .hasSize(2)
          .allSatisfy(
              database -> {
                assertThat(database.holder()).isEqualTo("OrderTests.fails");
                assertThat(told(pristine, database)).isTrue();
              });
      pristine.clean(true);
    }
  }

  @Test
  void sparesThatWerePreparedAreTakenByTheNextRun() throws Exception {
    SchemaMigration migration = schema("spares");
    try (Pristine pristine = open()) {
      pristine.prepare(migration, 2);
    }
    try (Pristine pristine = open()) {
      assertThat(spares(pristine)).hasSize(2);
      try (TestDatabase first = acquire(pristine, migration, "first");
          TestDatabase second = acquire(pristine, migration, "second")) {
        assertThat(new Ponies(first.dataSource()).add("Spirit")).isEqualTo(2);
        assertThat(new Ponies(second.dataSource()).add("Spirit")).isEqualTo(2);
        assertThat(spares(pristine)).isEmpty();
      }
      assertThat(migration.runs()).isEqualTo(1);
    }
  }

  @Test
  void nothingCanBeAcquiredAfterClose() {
    Pristine pristine = open();
    pristine.close();
    assertThatThrownBy(() -> acquire(pristine, schema("closed"), "test"))
        .isInstanceOf(PristineException.class)
        .hasMessage("Pristine is closed: acquire databases before close().");
  }

  private static boolean told(Pristine pristine, Status.Database database) {
    return pristine.status().databases().stream()
        .anyMatch(other -> other.name().equals(database.name()));
  }

  private static List<Status.Database> spares(Pristine pristine) {
    return pristine.status().databases().stream()
        .filter(database -> database.kind() == Status.Kind.SPARE)
        .toList();
  }
}
