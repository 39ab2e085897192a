package dev.pristine.mariadb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.embedded.Endpoint;
import dev.pristine.embedded.Guest;
import dev.pristine.embedded.Lab;
import dev.pristine.embedded.ServerLifeTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The life of one embedded server, as one process sees it, and what is MariaDB's own in it. */
class EmbeddedMariadbTest extends ServerLifeTests {

  EmbeddedMariadbTest() {
    super(new EmbeddedMariadbInLab());
  }

  @Test
  void itsNameMayTellTheVersion() {
    assertThat(EmbeddedMariadb.recognises("embedded:mariadb")).isTrue();
    assertThat(EmbeddedMariadb.recognises("embedded:mariadb:11")).isTrue();
    assertThat(EmbeddedMariadb.recognises("embedded:mariadb:11.4")).isTrue();
    assertThat(EmbeddedMariadb.recognises("embedded:mariadb:")).isFalse();
    assertThat(EmbeddedMariadb.recognises("embedded:mariadb:new")).isFalse();
    assertThat(EmbeddedMariadb.recognises("jdbc:mariadb://localhost/")).isFalse();
  }

  @Test
  void theFirstEverUnpacksTheBinariesAndMakesTheData() throws Exception {
    try (Lab lab = Lab.empty(new EmbeddedMariadbInLab())) {
      Guest guest = lab.arrive();
      assertThat(guest.ask("SELECT VERSION()")).startsWith("11.4.5-MariaDB");
      guest.leave();
      assertThat(lab.home().resolve("binaries/content/bin/mariadbd")).isExecutable();
    }
  }

  @Test
  void itHasTheSettingsOfAServerThatCanAffordToLoseEverything() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
      assertThat(guest.ask("SELECT @@log_bin")).isEqualTo("1");
      assertThat(guest.ask("SELECT @@binlog_format")).isEqualTo("ROW");
      assertThat(guest.ask("SELECT @@innodb_flush_log_at_trx_commit")).isEqualTo("0");
      assertThat(guest.ask("SELECT @@innodb_stats_persistent")).isEqualTo("0");
      assertThat(guest.ask("SELECT @@innodb_undo_tablespaces")).isEqualTo("0");
      assertThat(guest.ask("SELECT @@have_ssl")).isEqualTo("DISABLED");
      assertThat(guest.ask("SELECT @@userstat")).isEqualTo("1");
      assertThat(guest.ask("SELECT @@character_set_server")).isEqualTo("utf8mb4");
      assertThat(guest.ask("SELECT @@max_connections")).isEqualTo("200");
      guest.leave();
    }
  }

  @Test
  void settingsOfATestComeBeforeOurs() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive(lab.serverWith(Map.of("max-connections", "30")));
      assertThat(guest.ask("SELECT @@max_connections")).isEqualTo("30");
      guest.leave();
    }
  }

  @Test
  void itsAdministratorIsItsOnlyAccountAndComesFromThisMachine() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
      assertThat(
              guest.ask(
                  "SELECT GROUP_CONCAT(CONCAT(user, '@', host) ORDER BY user) FROM mysql.global_priv"))
          .isEqualTo("mariadb.sys@localhost,root@127.0.0.1");
      guest.leave();
    }
  }

  @Test
  void accountsAndRowsAreThereAgainAtTheNextStart() throws Exception {
    try (Lab lab = prepared()) {
      Guest first = lab.arrive();
      first.createTemplate("ponies");
      first.execute("CREATE TABLE template_of_ponies.pony (id int PRIMARY KEY) ENGINE InnoDB");
      first.execute("CREATE TABLE template_of_ponies.tame (id int PRIMARY KEY) ENGINE Aria");
      first.execute(
          "INSERT INTO template_of_ponies.pony SELECT seq FROM template_of_ponies.seq_1_to_5000");
      first.execute(
          "INSERT INTO template_of_ponies.tame SELECT seq FROM template_of_ponies.seq_1_to_5000");
      first.execute("CREATE USER somebody@127.0.0.1 IDENTIFIED BY 'a word'");
      first.leave();
      Guest second = lab.arrive();
      assertThat(second.ask("SELECT COUNT(*) FROM template_of_ponies.pony")).isEqualTo("5000");
      assertThat(second.ask("SELECT COUNT(*) FROM template_of_ponies.tame")).isEqualTo("5000");
      assertThat(second.ask("SELECT COUNT(*) FROM mysql.global_priv WHERE user = 'somebody'"))
          .isEqualTo("1");
      second.leave();
    }
  }

  @Test
  void theKeptDataHoldsNoLogOfWhatWasWritten() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
      guest.createTemplate("much");
      guest.leave();
      Path kept = lab.home().resolve("data-1/content");
      try (Stream<Path> files = Files.list(kept)) {
        List<String> names = files.map(file -> file.getFileName().toString()).toList();
        assertThat(names)
            .contains("ibdata1", "template_of_much")
            .noneMatch(name -> name.startsWith("binlog") || name.startsWith("mariadbd."));
      }
    }
  }

  @Test
  void thePasswordIsInAFileThatItsClientReads() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
      Endpoint endpoint = guest.endpoint();
      String client = lab.home().resolve("binaries/content/bin/mariadb").toString();
      Process process =
          new ProcessBuilder(
                  client,
                  "--defaults-file=" + endpoint.clientFile(),
                  "-Ne",
                  "SELECT CURRENT_USER()")
              .redirectErrorStream(true)
              .start();
      assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
          .isEqualTo("root@127.0.0.1\n");
      guest.leave();
    }
  }
}
