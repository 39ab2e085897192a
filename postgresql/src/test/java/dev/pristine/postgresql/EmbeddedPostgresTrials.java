package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.embedded.Guest;
import dev.pristine.embedded.Lab;
import dev.pristine.embedded.ServerTrials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What many processes do to one embedded server, and what PostgreSQL alone knows of it. */
class EmbeddedPostgresTrials extends ServerTrials {

  EmbeddedPostgresTrials() {
    super(new PostgresInLab());
  }

  @Test
  void aServerThatWasKilledLeavesNoSharedMemory() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
      List<String> memory =
          PidFile.read(lab.inMemory().get(0).resolve("data")).orElseThrow().sharedMemory();
      assertThat(sharedMemory()).contains(memory.get(1));
      ProcessHandle.of(guest.serverPid()).orElseThrow().destroyForcibly();
      lab.arrive().leave();
      assertThat(sharedMemory()).doesNotContain(memory.get(1));
    }
  }

  @Test
  void aServerThatRecoversFromACrashOfOneSessionIsWaitedFor() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
      Guest witness = lab.arrive();
      long server = guest.serverPid();
      Lab.run("kill", "-9", guest.ask("SELECT pg_backend_pid()"));
      // The server ends all sessions of a crash before it recovers.
      Awaitility.await().until(() -> witness.isCutOff());
      Guest next = lab.arrive();
      assertThat(next.serverPid()).isEqualTo(server);
      next.leave();
    }
  }

  private static List<String> sharedMemory() throws Exception {
    return Files.readAllLines(Path.of("/proc/sysvipc/shm")).stream()
        .map(row -> row.strip().split(" +", -1)[1])
        .toList();
  }
}
