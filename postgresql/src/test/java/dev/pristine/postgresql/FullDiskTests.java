package dev.pristine.postgresql;

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

/** A disk that fills up while tests run. */
final class FullDiskTests {

  private static final String SIZE = "280m";
  private static final int MORE_THAN_FIT = 100;

  @TempDir Path folder;

  private OpenFolder cache;

  @BeforeEach
  void mountSmallDisk() throws IOException, InterruptedException {
    assumeTrue(
        System.getProperty("user.name").equals("root"), "Only root can mount a small file system");
    cache = OpenFolder.create();
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + SIZE + ",mode=755", "tmpfs", at()),
        "This machine does not let even root mount a file system");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (cache != null) {
      run("umount", at());
      cache.close();
    }
  }

  @Test
  void aFullDiskIsToldAndWhatIsGivenBackCanBeUsedAgain() throws Exception {
    SchemaMigration migration =
        new SchemaMigration("disk", PostgresUnderTest.engine().schema(), folder.resolve("runs"));
    Settings settings =
        Settings.builder()
            .cache(cache.path())
            .set("pristine.storage", "disk")
            .connections(1)
            .project("disk")
            .build();
    try (Pristine pristine = Pristine.open(settings)) {
      List<TestDatabase> held = new ArrayList<>();
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < MORE_THAN_FIT; i++) {
                  held.add(pristine.acquire(migration, Isolation.CLONE, "test " + i));
                }
              })
          .isInstanceOf(ServerException.class)
          .hasMessageStartingWith("Cannot acquire a database for [test ")
          .hasMessageContaining("No space left for another copy of ")
          .hasMessageContaining(" MB stay free for the server's log, without which it would end (")
          .hasMessageEndingWith(
              "Its disk is full: make room there (an embedded server in memory: set pristine.storage to disk).");
      assertThat(held).isNotEmpty();
      held.forEach(TestDatabase::close);
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(ServerException.class)
          .untilAsserted(() -> pristine.acquire(migration, Isolation.CLONE, "afterwards").close());
    }
    try (Pristine pristine = Pristine.open(settings)) {
      assertThat(pristine.status().databases())
          .extracting(Status.Database::kind)
          .containsOnly(Status.Kind.TEMPLATE);
    }
  }

  private String at() {
    return cache.path().toString();
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }
}
