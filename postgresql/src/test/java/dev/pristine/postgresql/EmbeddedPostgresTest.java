package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.embedded.EmbeddedServer;
import dev.pristine.embedded.Endpoint;
import dev.pristine.embedded.Guest;
import dev.pristine.embedded.Lab;
import dev.pristine.embedded.ServerLifeTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The life of one embedded server, as one process sees it, and what is PostgreSQL's own in it. */
class EmbeddedPostgresTest extends ServerLifeTests {

  EmbeddedPostgresTest() {
    super(new PostgresInLab());
  }

  @Test
  void itsNameMayTellTheMajorVersion() {
    assertThat(EmbeddedPostgres.recognises("embedded:postgresql")).isTrue();
    assertThat(EmbeddedPostgres.recognises("embedded:postgresql:17")).isTrue();
    assertThat(EmbeddedPostgres.recognises("embedded:postgresql:")).isFalse();
    assertThat(EmbeddedPostgres.recognises("embedded:postgresql:new")).isFalse();
    assertThat(EmbeddedPostgres.recognises("jdbc:postgresql://localhost/")).isFalse();
  }

  @Test
  void theFirstEverUnpacksTheBinariesAndMakesTheData() throws Exception {
    try (Lab lab = Lab.empty(new PostgresInLab())) {
      Guest guest = lab.arrive();
      assertThat(guest.ask("SHOW server_version")).startsWith("18.");
      assertThat(guest.ask("SHOW server_encoding")).isEqualTo("UTF8");
      guest.leave();
      assertThat(lab.home().resolve("binaries/content/bin/postgres")).isExecutable();
      assertThat(lab.home().resolve("binaries/content/lib/libpq.so")).isSymbolicLink();
    }
  }

  @Test
  void itHasTheSettingsOfAServerThatCanAffordToLoseEverything() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
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
    try (Lab lab = prepared()) {
      EmbeddedServer server = lab.serverWith(Map.of("max_connections", "30"));
      Guest guest = lab.arrive(server);
      assertThat(guest.ask("SHOW max_connections")).isEqualTo("30");
      guest.leave();
    }
  }

  @Test
  void whatAlterSystemSetIsForgottenWithTheServer() throws Exception {
    try (Lab lab = prepared()) {
      Guest first = lab.arrive();
      first.execute("ALTER SYSTEM SET work_mem = '77MB'");
      first.createTemplate("this");
      first.leave();
      Guest second = lab.arrive();
      assertThat(second.ask("SHOW work_mem")).isNotEqualTo("77MB");
      second.leave();
    }
  }

  @Test
  void theKeptDataHoldsNoLongLogOfWhatWasWritten() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
      guest.execute("CREATE DATABASE template_of_much STRATEGY wal_log");
      guest.execute("CREATE TABLE much AS SELECT generate_series(1, 300000) AS number");
      guest.leave();
      Path log = lab.home().resolve("data-1/content/pg_wal");
      try (Stream<Path> segments = Files.list(log).filter(Files::isRegularFile)) {
        assertThat(segments.count()).isLessThanOrEqualTo(2);
      }
      assertThat(lab.home().resolve("data-1/content/postmaster.pid")).doesNotExist();
      Guest next = lab.arrive();
      assertThat(next.ask("SELECT count(*) FROM much")).isEqualTo("300000");
      next.leave();
    }
  }

  @Test
  void rolesAreThereAgainAtTheNextStart() throws Exception {
    try (Lab lab = prepared()) {
      Guest first = lab.arrive();
      first.createTemplate("ponies");
      first.execute("CREATE ROLE somebody");
      first.leave();
      Guest second = lab.arrive();
      assertThat(second.ask("SELECT count(*) FROM pg_roles WHERE rolname = 'somebody'"))
          .isEqualTo("1");
      second.leave();
    }
  }

  @Test
  void thePasswordsAreInAFileThatItsClientReads() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
      Endpoint endpoint = guest.endpoint();
      assertThat(endpoint.clientFile().getFileName()).hasToString("pgpass");
      assertThat(Files.readString(endpoint.clientFile()))
          .isEqualTo(
              "127.0.0.1:%1$d:*:postgres:%2$s%n127.0.0.1:%1$d:*:pristine_app:%3$s%n",
              endpoint.port(), endpoint.password(), endpoint.testPassword());
      guest.leave();
    }
  }
}
