package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.spi.ServerRequest.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The life of one embedded server, as one process sees it. */
class EmbeddedPostgresTest {

  @Test
  void itsNameMayTellTheMajorVersion() {
    assertThat(EmbeddedPostgres.recognises("embedded:postgresql")).isTrue();
    assertThat(EmbeddedPostgres.recognises("embedded:postgresql:17")).isTrue();
    assertThat(EmbeddedPostgres.recognises("embedded:postgresql:")).isFalse();
    assertThat(EmbeddedPostgres.recognises("embedded:postgresql:new")).isFalse();
    assertThat(EmbeddedPostgres.recognises("jdbc:postgresql://localhost/")).isFalse();
  }

  @Nested
  class Starting {

    @Test
    void theFirstEverUnpacksTheBinariesAndMakesTheData() throws Exception {
      try (Lab lab = Lab.empty()) {
        Guest guest = Guest.arrive(lab.server());
        assertThat(guest.ask("SHOW server_version")).startsWith("18.");
        assertThat(guest.ask("SHOW server_encoding")).isEqualTo("UTF8");
        guest.leave();
        assertThat(lab.home().resolve("binaries/content/bin/postgres")).isExecutable();
        assertThat(lab.home().resolve("binaries/content/lib/libpq.so")).isSymbolicLink();
      }
    }

    @Test
    void theNextUsesWhatWasUnpacked() throws Exception {
      try (Lab lab = Lab.prepared()) {
        Path marker = lab.home().resolve("binaries/content/marker");
        Files.createFile(marker);
        Guest.arrive(lab.server()).leave();
        assertThat(marker).exists();
      }
    }

    @Test
    void itHasTheSettingsOfAServerThatCanAffordToLoseEverything() throws Exception {
      try (Lab lab = Lab.prepared()) {
        Guest guest = Guest.arrive(lab.server());
        assertThat(guest.ask("SHOW fsync")).isEqualTo("off");
        assertThat(guest.ask("SHOW wal_keep_size")).isEqualTo("512MB");
        assertThat(guest.ask("SHOW max_connections")).isEqualTo("200");
        assertThat(guest.ask("SHOW dynamic_shared_memory_type")).isEqualTo("mmap");
        assertThat(guest.ask("SHOW unix_socket_directories")).isEmpty();
        assertThat(guest.ask("SHOW autovacuum")).isEqualTo("on");
        assertThat(guest.ask("SHOW scram_iterations")).isEqualTo("1");
        guest.leave();
      }
    }

    @Test
    void settingsOfATestComeBeforeOurs() throws Exception {
      try (Lab lab = Lab.prepared()) {
        EmbeddedPostgres server = lab.serverWith(java.util.Map.of("max_connections", "30"));
        Guest guest = Guest.arrive(server);
        assertThat(guest.ask("SHOW max_connections")).isEqualTo("30");
        guest.leave();
      }
    }

    @Test
    void whatAlterSystemSetIsForgottenWithTheServer() throws Exception {
      try (Lab lab = Lab.prepared()) {
        Guest first = Guest.arrive(lab.server());
        first.execute("ALTER SYSTEM SET work_mem = '77MB'");
        first.execute("CREATE DATABASE template_of_this");
        first.leave();
        Guest second = Guest.arrive(lab.server());
        assertThat(second.ask("SHOW work_mem")).isNotEqualTo("77MB");
        second.leave();
      }
    }

    @Test
    void aPortThatWasLostToSomebodyElseIsGivenUp() throws Exception {
      try (Lab lab = Lab.prepared();
          java.net.ServerSocket taken = new java.net.ServerSocket(0)) {
        java.util.Iterator<Integer> ports =
            List.of(taken.getLocalPort(), taken.getLocalPort(), Machine.freePort()).iterator();
        Machine machine = lab.machine().withPorts(ports::next);
        Guest guest = Guest.arrive(lab.server(Storage.AUTO, machine));
        assertThat(guest.endpoint().port()).isNotEqualTo(taken.getLocalPort());
        guest.leave();
      }
    }

    @Test
    void aJoinThatFailsLeavesNoServer() throws Exception {
      try (Lab lab = Lab.prepared()) {
        EmbeddedPostgres server = lab.server();
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
      try (Lab lab = Lab.prepared()) {
        assertThat(lab.server().joinIfRunning(Endpoint::port)).isEmpty();
        Guest guest = Guest.arrive(lab.server());
        assertThat(lab.server().joinIfRunning(Endpoint::port)).contains(guest.endpoint().port());
        guest.leave();
        assertThat(lab.server().joinIfRunning(Endpoint::port)).isEmpty();
      }
    }
  }

  @Nested
  class Keeping {

    @Test
    void templatesAreThereAgainAtTheNextStart() throws Exception {
      try (Lab lab = Lab.prepared()) {
        Guest first = Guest.arrive(lab.server());
        first.execute("CREATE DATABASE template_of_ponies");
        first.execute("CREATE ROLE somebody");
        first.leave();
        lab.assertNothingLeft();
        Guest second = Guest.arrive(lab.server());
        assertThat(second.ask("SELECT count(*) FROM pg_database WHERE datname LIKE 'template_of%'"))
            .isEqualTo("1");
        assertThat(second.ask("SELECT count(*) FROM pg_roles WHERE rolname = 'somebody'"))
            .isEqualTo("1");
        assertThat(Files.readString(second.endpoint().passFile()))
            .contains(":" + second.endpoint().port() + ":*:pristine_app:");
        second.leave();
      }
    }

    @Test
    void aRunWithoutNewTemplatesWritesNothing() throws Exception {
      try (Lab lab = Lab.prepared()) {
        Guest guest = Guest.arrive(lab.server());
        guest.execute("CREATE DATABASE a_clone");
        guest.leave();
        assertThat(kept(lab)).containsExactly("data-0");
      }
    }

    @Test
    void onlyTheNewestAndTheFirstDataAreKept() throws Exception {
      try (Lab lab = Lab.prepared()) {
        for (int round = 1; round <= 3; round++) {
          Guest guest = Guest.arrive(lab.server());
          guest.execute("CREATE DATABASE template_of_" + round);
          guest.leave();
        }
        assertThat(kept(lab)).containsExactlyInAnyOrder("data-0", "data-3");
      }
    }

    @Test
    void theKeptDataHoldsNoLongLogOfWhatWasWritten() throws Exception {
      try (Lab lab = Lab.prepared()) {
        Guest guest = Guest.arrive(lab.server());
        guest.execute("CREATE DATABASE template_of_much STRATEGY wal_log");
        guest.execute("CREATE TABLE much AS SELECT generate_series(1, 300000) AS number");
        guest.leave();
        Path log = lab.home().resolve("data-1/content/pg_wal");
        try (Stream<Path> segments = Files.list(log).filter(Files::isRegularFile)) {
          assertThat(segments.count()).isLessThanOrEqualTo(2);
        }
        assertThat(lab.home().resolve("data-1/content/postmaster.pid")).doesNotExist();
        Guest next = Guest.arrive(lab.server());
        assertThat(next.ask("SELECT count(*) FROM much")).isEqualTo("300000");
        next.leave();
      }
    }

    @Test
    void afterABootIntactDataIsTrusted() throws Exception {
      try (Lab lab = Lab.prepared()) {
        keepATemplate(lab);
        Machine rebooted = lab.machine().withPlace(Place.of("another boot", "host", "ns"));
        Guest guest = Guest.arrive(lab.server(Storage.AUTO, rebooted));
        assertThat(templates(guest)).isEqualTo("1");
        guest.leave();
      }
    }

    @Test
    void afterABootDataThatTheDiskLostIsNotTrusted() throws Exception {
      try (Lab lab = Lab.prepared()) {
        keepATemplate(lab);
        Path control = lab.home().resolve("data-1/content/global/pg_control");
        Files.write(control, new byte[(int) Files.size(control)]);
        Path program = lab.home().resolve("binaries/content/bin/postgres");
        Files.write(program, new byte[0]);
        Machine rebooted = lab.machine().withPlace(Place.of("another boot", "host", "ns"));
        Guest guest = Guest.arrive(lab.server(Storage.AUTO, rebooted));
        assertThat(templates(guest)).isEqualTo("0");
        guest.leave();
      }
    }

    @Test
    void dataFromWhichNoServerStartsIsGivenUp() throws Exception {
      try (Lab lab = Lab.prepared()) {
        keepATemplate(lab);
        Files.delete(lab.home().resolve("data-1/content/global/pg_control"));
        Guest guest = Guest.arrive(lab.server());
        assertThat(templates(guest)).isEqualTo("0");
        guest.leave();
        assertThat(kept(lab)).containsExactly("data-0");
      }
    }

    @Test
    void dataThatWasHalfKeptIsIgnoredAndRemoved() throws Exception {
      try (Lab lab = Lab.prepared()) {
        keepATemplate(lab);
        Lab.run("cp", "-a", lab.home() + "/data-1", lab.home() + "/data-2");
        Files.delete(lab.home().resolve("data-2/manifest"));
        Lab.run("cp", "-a", lab.home() + "/data-1", lab.home() + "/data-3.partial");
        Guest guest = Guest.arrive(lab.server());
        assertThat(templates(guest)).isEqualTo("1");
        guest.leave();
        assertThat(kept(lab)).containsExactlyInAnyOrder("data-0", "data-1");
      }
    }

    @Test
    void withoutItsPasswordsTheDataIsOfNoUse() throws Exception {
      try (Lab lab = Lab.prepared()) {
        keepATemplate(lab);
        Files.delete(lab.home().resolve("passwords.properties"));
        Guest guest = Guest.arrive(lab.server());
        assertThat(templates(guest)).isEqualTo("0");
        guest.leave();
      }
    }

    @Test
    void purgingRemovesAllButTheLock() throws Exception {
      try (Lab lab = Lab.prepared()) {
        Guest guest = Guest.arrive(lab.server());
        assertThatThrownBy(() -> lab.server().purge())
            .isInstanceOf(SQLException.class)
            .hasMessage(
                "The embedded server PostgreSQL 18.6.0 of the cache folder [%s] is running (port %d), so its files cannot be removed. Stop it first.",
                lab.home(), guest.endpoint().port());
        guest.leave();
        lab.server().purge();
        assertThat(FileTree.list(lab.cache().resolve("postgresql")))
            .singleElement()
            .satisfies(file -> assertThat(file.toString()).endsWith(".lock"));
      }
    }

    private static void keepATemplate(Lab lab) throws Exception {
      Guest guest = Guest.arrive(lab.server());
      guest.execute("CREATE DATABASE template_of_that");
      guest.leave();
    }

    private static String templates(Guest guest) throws SQLException {
      return guest.ask("SELECT count(*) FROM pg_database WHERE datname LIKE 'template\\_of\\_%'");
    }

    private static List<String> kept(Lab lab) throws Exception {
      return FileTree.list(lab.home(), "data-*").stream()
          .map(path -> path.getFileName().toString())
          .toList();
    }
  }

  @Nested
  class Guarding {

    @Test
    void onlyThisMachineCanConnect() throws Exception {
      try (Lab lab = Lab.prepared()) {
        Guest guest = Guest.arrive(lab.server());
        String port = "%04X".formatted(guest.endpoint().port());
        // The fourth column tells the state: 0A is listening. 0100007F is 127.0.0.1.
        try (Stream<String> sockets =
            Stream.of("tcp", "tcp6")
                .flatMap(table -> lines(Path.of("/proc/net", table)).stream())) {
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
      try (Lab lab = Lab.prepared()) {
        Guest guest = Guest.arrive(lab.server());
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
      try (Lab lab = Lab.prepared()) {
        Guest guest = Guest.arrive(lab.server());
        Endpoint endpoint = guest.endpoint();
        assertThat(permissions(endpoint.passFile())).isEqualTo("rw-------");
        assertThat(permissions(lab.home().resolve("passwords.properties"))).isEqualTo("rw-------");
        assertThat(Files.readString(endpoint.passFile()))
            .isEqualTo(
                "127.0.0.1:%1$d:*:postgres:%2$s%n127.0.0.1:%1$d:*:pristine_app:%3$s%n",
                endpoint.port(), endpoint.password(), endpoint.testPassword());
        assertThat(endpoint.toString()).doesNotContain(endpoint.password());
        guest.leave();
        assertThat(endpoint.passFile()).doesNotExist();
      }
    }

    @Test
    void nobodyConnectsWithoutThePassword() throws Exception {
      try (Lab lab = Lab.prepared()) {
        Guest guest = Guest.arrive(lab.server());
        String url = "jdbc:postgresql://127.0.0.1:" + guest.endpoint().port() + "/postgres";
        assertThatThrownBy(() -> java.sql.DriverManager.getConnection(url, "postgres", "guess"))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("password authentication failed");
        guest.leave();
      }
    }

    private static String permissions(Path path) throws Exception {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<String> lines(Path file) {
      try {
        return Files.readAllLines(file);
      } catch (java.io.IOException e) {
        return List.of();
      }
    }
  }
}
