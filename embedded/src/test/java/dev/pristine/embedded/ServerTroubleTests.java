package dev.pristine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pristine.spi.ServerRequest;
import dev.pristine.spi.ServerRequest.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What an embedded server does where it lacks something. */
public abstract class ServerTroubleTests {

  private final ServerUnderTest subject;

  protected ServerTroubleTests(ServerUnderTest subject) {
    this.subject = subject;
  }

  protected final Lab prepared() throws IOException, SQLException {
    return Lab.prepared(subject);
  }

  private Release release() throws SQLException {
    return subject.software(Map.of()).release();
  }

  @Test
  void aCacheThatTheUnprivilegedUserCannotReachIsRefused() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "Only root runs it as another user");
    try (Lab lab = Lab.empty(subject)) {
      Path closed = Files.createDirectory(lab.cache().resolve("closed"));
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
      ServerRequest request =
          new ServerRequest(
              subject.text(), null, null, "lab", false, false, closed.resolve("x"), Storage.AUTO);
      assertThatThrownBy(() -> new EmbeddedServer(subject.software(Map.of()), request))
          .isInstanceOf(SQLException.class)
          .hasMessage(
              "The server cannot run in the cache folder [%s]: this process runs as root, the server runs as [nobody], and that user may not enter [%s]. Set pristine.cache to a folder that everybody may enter, such as /var/cache/pristine.",
              closed.resolve("x").resolve(release().folder()), closed);
    }
  }

  @Test
  void aServerThatRootCannotRunBySetprivIsRunBySu() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "Only root runs it as another user");
    try (Lab lab = prepared()) {
      Machine machine = lab.machine();
      Account account = machine.account().bySubstitution(Path.of("/bin/su"));
      Machine other =
          new Machine(
              machine.platform(), account, machine.place(), machine.memory(), machine.ports());
      Guest guest = lab.arrive(lab.server(Storage.AUTO, other));
      guest.createTemplate("su");
      guest.leave();
      lab.assertNothingLeft();
    }
  }

  @Nested
  class Memories {

    @Test
    void aSmallOneIsLeftForTheDisk() throws Exception {
      try (Lab lab = prepared()) {
        lab.limit(lab.memory(), 64);
        Guest guest = lab.arrive();
        assertThat(lab.inMemory()).isEmpty();
        assertThat(FileTree.list(lab.placeOnDisk(), RunFolder.PREFIX + "*")).hasSize(1);
        guest.leave();
      }
    }

    @Test
    void aSmallOneIsRefusedWhereMemoryIsAskedFor() throws Exception {
      try (Lab lab = prepared()) {
        Machine machine = lab.machine().withMemory(memory(lab, "tmpfs", 64L << 20, 8L << 30));
        EmbeddedServer server = lab.server(Storage.MEMORY, machine);
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
      try (Lab lab = prepared()) {
        Guest guest = lab.arrive(lab.server(Storage.DISK));
        guest.createTemplate("disk");
        assertThat(lab.inMemory()).isEmpty();
        guest.leave();
        assertThat(lab.home().resolve("data-1")).exists();
      }
    }

    @Test
    void oneMustBeInMemoryBigAndNoMoreThanAQuarterOfAll() throws Exception {
      try (Lab lab = Lab.empty(subject)) {
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
      try (Lab lab = Lab.empty(subject)) {
        lab.limit(lab.cache(), 20);
        EmbeddedServer server = lab.server();
        Throwable thrown = catchThrowable(() -> server.startAndJoin(Endpoint::port));
        assertThat(stateOf(thrown)).isEqualTo("53100");
        assertThat(thrown)
            .hasMessage(
                "Could not start the embedded server %s in the cache folder [%s]: No space left on device. The disk is full: make room there, or set pristine.cache to a folder on another disk.",
                release(), lab.home());
        lab.assertNothingLeft();
        assertThat(Lab.megabytes(lab.cache())).isZero();
      }
    }

    @Test
    void theFirstDataDoesNotFit() throws Exception {
      try (Lab lab = prepared()) {
        int binaries = Lab.megabytes(lab.home().resolve("binaries"));
        lab.limit(lab.cache(), binaries + 20);
        lab.prepare("binaries");
        EmbeddedServer server = lab.server();
        Throwable thrown = catchThrowable(() -> server.startAndJoin(Endpoint::port));
        assertThat(stateOf(thrown)).isEqualTo("53100");
        assertThat(thrown).hasMessageEndingWith(Trouble.MAKE_ROOM);
        lab.assertNothingLeft();
      }
    }

    @Test
    void theTemplatesDoNotFitButThoseKeptBeforeStay() throws Exception {
      try (Lab lab = prepared()) {
        int before = Lab.megabytes(lab.cache());
        int data = Lab.megabytes(lab.home().resolve("data-0"));
        lab.limit(lab.cache(), before + data + 16);
        lab.prepare();
        Guest first = lab.arrive();
        first.createTemplate("that");
        first.leave();
        Guest second = lab.arrive();
        second.createTemplate("more");
        Throwable thrown = catchThrowable(second::leave);
        assertThat(stateOf(thrown)).isEqualTo("53100");
        assertThat(thrown)
            .hasMessage(
                "Could not keep the templates of the embedded server in the cache folder [%s]; those kept before are intact: No space left on device. The disk is full: make room there, or set pristine.cache to a folder on another disk.",
                lab.home());
        lab.assertNothingLeft();
        Guest third = lab.arrive();
        assertThat(third.templates()).containsExactly("template_of_that");
        third.leave();
      }
    }
  }

  protected static String stateOf(Throwable thrown) {
    return ((SQLException) thrown).getSQLState();
  }
}
