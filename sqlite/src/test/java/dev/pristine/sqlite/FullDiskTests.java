package dev.pristine.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.ServerException;
import dev.pristine.Settings;
import dev.pristine.Status;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.OpenFolder;
import dev.pristine.enginetests.SchemaMigration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills up while tests run, and one that cannot be written to. */
final class FullDiskTests {

  private static final int MORE_THAN_FIT = 30;

  @TempDir Path folder;

  private OpenFolder disk;

  @BeforeEach
  void mountSmallDisk() throws IOException, InterruptedException {
    assumeTrue(
        System.getProperty("user.name").equals("root"), "Only root can mount a small file system");
    disk = OpenFolder.create();
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=12m,mode=755", "tmpfs", disk.path().toString()),
        "This machine does not let even root mount a file system");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (disk != null) {
      run("umount", disk.path().toString());
      disk.close();
    }
  }

  private Settings settings() {
    return Settings.builder().server("jdbc:sqlite:" + disk.path()).project("disk").build();
  }

  private SchemaMigration schema() {
    List<String> statements = new ArrayList<>(SqliteUnderTest.SCHEMA);
    statements.add("CREATE TABLE large AS SELECT zeroblob(1000000) AS content");
    return new SchemaMigration("disk", statements, folder.resolve("runs"));
  }

  @Test
  void aFullDiskIsToldAndWhatIsGivenBackCanBeUsedAgain() throws Exception {
    SchemaMigration migration = schema();
    try (Pristine pristine = Pristine.open(settings())) {
      List<TestDatabase> held = new ArrayList<>();
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < MORE_THAN_FIT; i++) {
                  held.add(pristine.acquire(migration, Isolation.CLONE, "test " + i));
                }
              })
          .isInstanceOf(ServerException.class)
          .hasMessageStartingWith("Cannot acquire a database for [test ")
          .hasMessageContaining(" (SQLState 53100). Its disk is full: ");
      assertThat(held).isNotEmpty();
      held.forEach(TestDatabase::close);
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(ServerException.class)
          .untilAsserted(() -> pristine.acquire(migration, Isolation.CLONE, "afterwards").close());
    }
    try (Pristine pristine = Pristine.open(settings())) {
      assertThat(pristine.status().databases())
          .extracting(Status.Database::kind)
          .containsOnly(Status.Kind.TEMPLATE);
    }
  }

  @Test
  void aDiskThatCannotBeWrittenToIsTold() throws Exception {
    run("mount", "-o", "remount,ro", disk.path().toString());
    assertThatThrownBy(() -> Pristine.open(settings()))
        .isInstanceOf(ServerException.class)
        .hasMessageStartingWith(
            "Cannot open a session on the server [jdbc:sqlite:%s]: Could not make the folder [%s] for the database files: "
                .formatted(disk.path(), disk.path()))
        .hasMessageContaining("Read-only file system");
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }
}
