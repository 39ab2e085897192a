package dev.pristine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.spi.ServerRequest.Storage;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The life of one embedded server, as one process sees it. */
public abstract class ServerLifeTests {

  private final ServerUnderTest subject;

  protected ServerLifeTests(ServerUnderTest subject) {
    this.subject = subject;
  }

  protected final Lab prepared() throws IOException, SQLException {
    return Lab.prepared(subject);
  }

  @Test
  void theNextUsesWhatWasUnpacked() throws Exception {
    try (Lab lab = prepared()) {
      Path marker = lab.home().resolve("binaries/content/marker");
      Files.createFile(marker);
      lab.arrive().leave();
      assertThat(marker).exists();
    }
  }

  @Test
  void aPortThatWasLostToSomebodyElseIsGivenUp() throws Exception {
    try (Lab lab = prepared();
        ServerSocket taken = new ServerSocket(0)) {
      Iterator<Integer> ports =
          List.of(taken.getLocalPort(), taken.getLocalPort(), Machine.freePort()).iterator();
      Machine machine = lab.machine().withPorts(ports::next);
      Guest guest = lab.arrive(lab.server(Storage.AUTO, machine));
      assertThat(guest.endpoint().port()).isNotEqualTo(taken.getLocalPort());
      guest.leave();
    }
  }

  @Test
  void aJoinThatFailsLeavesNoServer() throws Exception {
    try (Lab lab = prepared()) {
      EmbeddedServer server = lab.server();
      assertThatThrownBy(
              () ->
                  server.startAndJoin(
                      endpoint -> {
                        throw new SQLException("no", "28000");
                      }))
          .isInstanceOf(SQLException.class)
          .hasMessage("no");
      lab.assertNothingLeft();
    }
  }

  @Test
  void lookingForAServerStartsNone() throws Exception {
    try (Lab lab = prepared()) {
      assertThat(lab.server().joinIfRunning(Endpoint::port)).isEmpty();
      Guest guest = lab.arrive();
      assertThat(lab.server().joinIfRunning(Endpoint::port)).contains(guest.endpoint().port());
      guest.leave();
      assertThat(lab.server().joinIfRunning(Endpoint::port)).isEmpty();
    }
  }

  @Test
  void templatesAreThereAgainAtTheNextStart() throws Exception {
    try (Lab lab = prepared()) {
      Guest first = lab.arrive();
      first.createTemplate("ponies");
      first.leave();
      lab.assertNothingLeft();
      Guest second = lab.arrive();
      assertThat(second.templates()).containsExactly("template_of_ponies");
      assertThat(Files.readString(second.endpoint().clientFile()))
          .contains(String.valueOf(second.endpoint().port()));
      second.leave();
    }
  }

  @Test
  void aRunWithoutNewTemplatesWritesNothing() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
      guest.execute("CREATE DATABASE a_clone");
      guest.leave();
      assertThat(kept(lab)).containsExactly("data-0");
    }
  }

  @Test
  void onlyTheNewestAndTheFirstDataAreKept() throws Exception {
    try (Lab lab = prepared()) {
      for (int round = 1; round <= 3; round++) {
        Guest guest = lab.arrive();
        guest.createTemplate("" + round);
        guest.leave();
      }
      assertThat(kept(lab)).containsExactlyInAnyOrder("data-0", "data-3");
    }
  }

  @Test
  void afterABootIntactDataIsTrusted() throws Exception {
    try (Lab lab = prepared()) {
      keepATemplate(lab);
      Machine rebooted = lab.machine().withPlace(Place.of("another boot", "host", "ns"));
      Guest guest = lab.arrive(lab.server(Storage.AUTO, rebooted));
      assertThat(guest.templates()).containsExactly("template_of_that");
      guest.leave();
    }
  }

  @Test
  void afterABootDataThatTheDiskLostIsNotTrusted() throws Exception {
    try (Lab lab = prepared()) {
      keepATemplate(lab);
      Path control = lab.home().resolve("data-1/content").resolve(subject.vitalFile());
      Files.write(control, new byte[(int) Files.size(control)]);
      Path program = lab.home().resolve("binaries/content").resolve(subject.program());
      Files.delete(program);
      Files.createFile(program);
      Machine rebooted = lab.machine().withPlace(Place.of("another boot", "host", "ns"));
      Guest guest = lab.arrive(lab.server(Storage.AUTO, rebooted));
      assertThat(guest.templates()).isEmpty();
      guest.leave();
    }
  }

  @Test
  void dataFromWhichNoServerStartsIsGivenUp() throws Exception {
    try (Lab lab = prepared()) {
      keepATemplate(lab);
      Files.delete(lab.home().resolve("data-1/content").resolve(subject.vitalFile()));
      Guest guest = lab.arrive();
      assertThat(guest.templates()).isEmpty();
      guest.leave();
      assertThat(kept(lab)).containsExactly("data-0");
    }
  }

  @Test
  void dataThatWasHalfKeptIsIgnoredAndRemoved() throws Exception {
    try (Lab lab = prepared()) {
      keepATemplate(lab);
      Lab.run("cp", "-a", lab.home() + "/data-1", lab.home() + "/data-2");
      Files.delete(lab.home().resolve("data-2/manifest"));
      Lab.run("cp", "-a", lab.home() + "/data-1", lab.home() + "/data-3.partial");
      Guest guest = lab.arrive();
      assertThat(guest.templates()).containsExactly("template_of_that");
      guest.leave();
      assertThat(kept(lab)).containsExactlyInAnyOrder("data-0", "data-1");
    }
  }

  @Test
  void withoutItsPasswordsTheDataIsOfNoUse() throws Exception {
    try (Lab lab = prepared()) {
      keepATemplate(lab);
      Files.delete(lab.home().resolve("passwords.properties"));
      Guest guest = lab.arrive();
      assertThat(guest.templates()).isEmpty();
      guest.leave();
    }
  }

  @Test
  void purgingRemovesAllButTheLock() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
      assertThatThrownBy(() -> lab.server().purge())
          .isInstanceOf(SQLException.class)
          .hasMessage(
              "The embedded server %s of the cache folder [%s] is running (port %d), so its files cannot be removed. Stop it first.",
              release(), lab.home(), guest.endpoint().port());
      guest.leave();
      lab.server().purge();
      assertThat(FileTree.list(lab.cache().resolve(release().folder())))
          .singleElement()
          .satisfies(file -> assertThat(file.toString()).endsWith(".lock"));
    }
  }

  @Test
  void onlyThisMachineCanConnect() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
      String port = "%04X".formatted(guest.endpoint().port());
      // The fourth column tells the state: 0A is listening. 0100007F is 127.0.0.1.
      try (Stream<String> sockets =
          Stream.of("tcp", "tcp6").flatMap(table -> lines(Path.of("/proc/net", table)).stream())) {
        assertThat(sockets.map(String::strip).filter(row -> row.contains(":" + port)))
            .filteredOn(row -> row.split(" +", -1)[3].equals("0A"))
            .singleElement()
            .satisfies(row -> assertThat(row.split(" +", -1)[1]).isEqualTo("0100007F:" + port));
      }
      guest.leave();
    }
  }

  @Test
  void itNeverRunsAsRootAndItsDataIsItsOwn() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
      Path process = Path.of("/proc/" + guest.serverPid());
      int user = (Integer) Files.getAttribute(process, "unix:uid");
      Path run = lab.inMemory().get(0);
      assertThat(user).isNotZero();
      assertThat(Files.getAttribute(run.resolve("data"), "unix:uid")).isEqualTo(user);
      assertThat(permissions(run)).isEqualTo("rwx------");
      guest.leave();
    }
  }

  @Test
  void passwordsAreForTheirOwnerAlone() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
      Endpoint endpoint = guest.endpoint();
      assertThat(permissions(endpoint.clientFile())).isEqualTo("rw-------");
      assertThat(permissions(lab.home().resolve("passwords.properties"))).isEqualTo("rw-------");
      assertThat(Files.readString(endpoint.clientFile())).contains(endpoint.password());
      assertThat(endpoint.toString()).doesNotContain(endpoint.password());
      guest.leave();
      assertThat(endpoint.clientFile()).doesNotExist();
    }
  }

  @Test
  void nobodyConnectsWithoutThePassword() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
      Endpoint known = guest.endpoint();
      Endpoint guessed =
          new Endpoint(
              known.host(),
              known.port(),
              known.user(),
              "guess",
              "guess",
              known.clientFile(),
              known.room());
      assertThatThrownBy(() -> subject.connect(guessed))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).startsWith("28"));
      guest.leave();
    }
  }

  private Release release() throws SQLException {
    return subject.software(Map.of()).release();
  }

  private static void keepATemplate(Lab lab) throws Exception {
    Guest guest = lab.arrive();
    guest.createTemplate("that");
    guest.leave();
  }

  private static List<String> kept(Lab lab) throws Exception {
    return FileTree.list(lab.home(), "data-*").stream()
        .map(path -> path.getFileName().toString())
        .toList();
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
