package dev.pristine.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pristine.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores that cannot be used, or no longer: it is told why, and nothing is lost. */
final class StoreTroubleTests {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Requirement ANY = Requirement.of("shoppers");

  @TempDir Path folder;

  private static Leases open(Path store) {
    return Leases.open(store.toString(), Duration.ofSeconds(20));
  }

  private static Leases openWithShoppers(Path store) {
    return open(store).define(Pool.of("shoppers", Source.named("alice", "bob")));
  }

  @Test
  void aFileThatIsNoDatabaseIsLeftAsItIs() throws Exception {
    Path store = Files.writeString(folder.resolve("leases.db"), "Dear diary,\n".repeat(1000));
    assertDamaged(store);
  }

  @Test
  void aDamagedStoreIsLeftAsItIs() throws Exception {
    Path store = folder.resolve("leases.db");
    try (Leases leases = open(store)) {
      Resource[] many =
          IntStream.range(0, 500)
              .mapToObj(i -> Resource.of("r" + i, Map.of("text", "x".repeat(200))))
              .toArray(Resource[]::new);
      leases.define(Pool.of("many", Source.of(many)));
    }
    byte[] content = Files.readAllBytes(store);
    // Behind the header, so that it looks like a database.
    Arrays.fill(content, 100, content.length, (byte) 0x5a);
    Files.write(store, content);
    assertDamaged(store);
  }

  private static void assertDamaged(Path store) throws IOException {
    byte[] before = Files.readAllBytes(store);
    assertThatThrownBy(() -> open(store))
        .isInstanceOf(LeaseException.class)
        .hasMessageContaining("(store [" + store + "])")
        .hasMessageEndingWith(
            "The file is damaged or no database. It was left as it is: stop what uses it, and move"
                + " it away; a new one is made then.");
    assertThat(Files.readAllBytes(store)).isEqualTo(before);
  }

  @Test
  void aDatabaseOfSomethingElseIsLeftAsItIs() throws Exception {
    Path store = folder.resolve("shop.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE users (login TEXT)");
    }
    assertThatThrownBy(() -> open(store))
        .hasMessage("The file [" + store + "] is an SQLite database, but no lease store.");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO users VALUES ('still here')");
    }
  }

  @Test
  void aFolderWhereNothingCanBeWrittenIsNamed() {
    Path store = Path.of("/proc/leases/leases.db");
    assumeTrue(Files.isDirectory(Path.of("/proc")), "There is no /proc here");
    assertThatThrownBy(() -> open(store))
        .isInstanceOf(LeaseException.class)
        .hasMessageStartingWith("Could not open the lease store: ")
        .hasMessageEndingWith(
            "(store [" + store + "]). Is the folder there, and may this user write to it?");
  }

  @Test
  void aFullDiskIsToldAndWhatWasHeldIsGivenBackOnceThereIsRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder);
        Leases leases = openWithShoppers(disk.path().resolve("leases.db"))) {
      Lease alice = leases.acquire(ANY.named("alice"), Duration.ZERO, "test");
      Path filling = disk.fill();
      String large = "x".repeat(100_000);
      assertThatThrownBy(() -> leases.acquire(ANY, Duration.ZERO, large))
          .isInstanceOf(LeaseException.class)
          .hasMessageContaining("Is the disk full? Nothing was changed.");
      assertThat(leases.isHeld("shoppers", "alice")).isTrue();
      assertThat(leases.isHeld("shoppers", "bob")).isFalse();
      alice.check();
      Files.delete(filling);
      leases.acquire(ANY.named("bob"), Duration.ZERO, large).close();
      alice.close();
    }
  }

  @Test
  void aStoreThatIsReadOnlyIsToldAndNothingIsLost() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder)) {
      Path store = disk.path().resolve("leases.db");
      openWithShoppers(store).close();
      disk.remount("ro");
      assertThatThrownBy(() -> open(store))
          .isInstanceOf(LeaseException.class)
          .hasMessageContaining("May this user write to the file and its folder?");
      disk.remount("rw");
      try (Leases leases = open(store)) {
        assertThat(leases.list("shoppers")).hasSize(2);
        leases.acquire(ANY, LONG, "test").close();
      }
    }
  }

  @Test
  void aServerThatIsReadOnlyIsTold() {
    try (TestDatabase database = TestServer.newDatabase()) {
      String readOnly = TestServer.url(database) + "&options=-c%20default_transaction_read_only=on";
      assertThatThrownBy(() -> Leases.open(readOnly, LONG))
          .isInstanceOf(LeaseException.class)
          .hasMessageStartingWith("Could not open the lease store: ")
          .hasMessageContaining("read-only transaction")
          .hasMessageNotContaining(database.password());
    }
  }

  @Test
  void aSessionThatTheServerEndsIsReplacedAndNothingIsLost() throws Exception {
    try (TestDatabase database = TestServer.newDatabase();
        Leases leases =
            Leases.open(TestServer.url(database), LONG)
                .define(Pool.of("shoppers", Source.named("alice")))) {
      Lease alice = leases.acquire(ANY, LONG, "test");
      endWork(database);
      // Whoever needs the session first is told: this thread, or the keeper's.
      await().atMost(LONG).ignoreExceptions().untilAsserted(alice::check);
      endWork(database);
      try {
        alice.close();
      } catch (LeaseException e) {
        assertThat(e).isNotInstanceOf(LeaseLostException.class);
      }
      leases.acquire(ANY, LONG, "next").close();
    }
  }

  /** Ends the session that does the work, but not the one that shows that the process lives. */
  private static void endWork(TestDatabase database) throws Exception {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND application_name = 'pristine-leases'"
              + " AND query NOT LIKE 'LISTEN%' AND pid NOT IN (SELECT pid FROM pg_locks"
              + " WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND granted)");
    }
  }
}
