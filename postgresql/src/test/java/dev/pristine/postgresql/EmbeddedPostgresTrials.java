package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The life of one embedded server that many processes share, and some of them die. */
class EmbeddedPostgresTrials {

  private static final int FORKS = 6;

  @Test
  void processesThatStartAtTheSameInstantGetOneServer() throws Exception {
    try (Lab lab = Lab.prepared()) {
      List<Fork> forks = new ArrayList<>();
      for (int i = 0; i < FORKS; i++) {
        forks.add(lab.fork());
      }
      for (Fork fork : forks) {
        assertThat(fork.hear()).startsWith("ready");
      }
      forks.forEach(fork -> fork.tell("arrive"));
      TreeSet<String> servers = new TreeSet<>();
      for (Fork fork : forks) {
        servers.add(fork.hear());
      }
      assertThat(servers).hasSize(1);
      forks.forEach(fork -> fork.tell("leave"));
      for (Fork fork : forks) {
        assertThat(fork.hear()).isEqualTo("left");
      }
      lab.assertNothingLeft();
    }
  }

  @Test
  void processesThatStartWithAnEmptyCacheUnpackOnce() throws Exception {
    try (Lab lab = Lab.empty()) {
      Fork one = lab.fork();
      Fork other = lab.fork();
      one.hear();
      other.hear();
      one.tell("arrive");
      other.tell("arrive");
      assertThat(one.hear()).isEqualTo(other.hear());
      one.ask("leave");
      other.ask("leave");
    }
  }

  @Test
  void threadsOfOneProcessGetOneServer() throws Exception {
    try (Lab lab = Lab.prepared()) {
      ExecutorService threads = Executors.newFixedThreadPool(FORKS);
      try {
        for (int round = 0; round < 3; round++) {
          List<Callable<Long>> visits = new ArrayList<>();
          for (int i = 0; i < FORKS; i++) {
            visits.add(
                () -> {
                  Guest guest = Guest.arrive(lab.server());
                  long server = guest.serverPid();
                  guest.leave();
                  return server;
                });
          }
          for (Future<Long> visit : threads.invokeAll(visits)) {
            assertThat(visit.get()).isPositive();
          }
        }
      } finally {
        threads.shutdown();
      }
    }
  }

  @Test
  void theServerOutlivesAStarterThatIsKilled() throws Exception {
    try (Lab lab = Lab.prepared()) {
      Fork starter = lab.fork();
      starter.hear();
      String server = starter.ask("arrive");
      starter.process().destroyForcibly().waitFor();
      Guest next = Guest.arrive(lab.server());
      assertThat(next.serverPid()).isEqualTo(Long.parseLong(server));
      Awaitility.await()
          .until(
              () ->
                  next.ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
                      .equals("1"));
      next.leave();
      lab.assertNothingLeft();
    }
  }

  @Test
  void controlCInTheTerminalOfTheStarterLeavesTheServerRunning() throws Exception {
    try (Lab lab = Lab.prepared()) {
      // In a process session of its own, so that the signal reaches it and not us.
      Fork starter = lab.fork(List.of("setsid"));
      String pid = starter.hear().substring("ready ".length());
      long server = Long.parseLong(starter.ask("arrive"));
      Lab.run("sh", "-c", "kill -INT -" + pid);
      starter.process().waitFor();
      Guest next = Guest.arrive(lab.server());
      assertThat(next.serverPid()).isEqualTo(server);
      Awaitility.await()
          .until(
              () ->
                  next.ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
                      .equals("1"));
      next.leave();
    }
  }

  @Test
  void aServerThatWasKilledIsReplacedAndNothingIsLeftOfIt() throws Exception {
    try (Lab lab = Lab.prepared()) {
      Guest guest = Guest.arrive(lab.server());
      long killed = guest.serverPid();
      List<String> memory = PidFile.read(dataOf(lab)).orElseThrow().sharedMemory();
      assertThat(sharedMemory()).contains(memory.get(1));
      guest.execute("SET client_min_messages TO error");
      ProcessHandle.of(killed).orElseThrow().destroyForcibly();
      Guest next = Guest.arrive(lab.server());
      assertThat(next.serverPid()).isNotEqualTo(killed);
      assertThat(sharedMemory()).doesNotContain(memory.get(1));
      assertThat(lab.inMemory()).hasSize(1);
      next.leave();
      lab.assertNothingLeft();
    }
  }

  @Test
  void leavingAServerThatWasKilledCleansUp() throws Exception {
    try (Lab lab = Lab.prepared()) {
      Guest guest = Guest.arrive(lab.server());
      ProcessHandle.of(guest.serverPid()).orElseThrow().destroyForcibly();
      Awaitility.await().until(() -> lab.server().joinIfRunning(Endpoint::port).isEmpty());
      guest.leave();
      lab.assertNothingLeft();
    }
  }

  @Test
  void aServerThatRecoversFromACrashOfOneSessionIsWaitedFor() throws Exception {
    try (Lab lab = Lab.prepared()) {
      Guest guest = Guest.arrive(lab.server());
      Guest witness = Guest.arrive(lab.server());
      long server = guest.serverPid();
      Lab.run("kill", "-9", guest.ask("SELECT pg_backend_pid()"));
      // The server ends all sessions of a crash before it recovers.
      Awaitility.await().until(() -> witness.isCutOff());
      Guest next = Guest.arrive(lab.server());
      assertThat(next.serverPid()).isEqualTo(server);
      next.leave();
    }
  }

  @Test
  void aStateOfAnotherBootIsNotBelieved() throws Exception {
    try (Lab lab = Lab.prepared()) {
      Guest guest = Guest.arrive(lab.server());
      long before = guest.serverPid();
      Path file = stateFile(lab);
      ServerState state = ServerState.read(file).orElseThrow();
      new ServerState(
              "another boot",
              state.host(),
              state.folder(),
              state.process(),
              state.port(),
              state.keeps())
          .write(file);
      Guest next = Guest.arrive(lab.server());
      assertThat(next.serverPid()).isNotEqualTo(before);
      assertThat(lab.inMemory()).hasSize(1);
      next.leave();
    }
  }

  @Test
  void aStateWhoseProcessIdWasGivenToAnotherIsNotBelieved() throws Exception {
    try (Lab lab = Lab.prepared()) {
      Guest guest = Guest.arrive(lab.server());
      ServerState state = ServerState.read(stateFile(lab)).orElseThrow();
      ProcessHandle.of(guest.serverPid()).orElseThrow().destroyForcibly();
      long ours = ProcessHandle.current().pid();
      state.ready(new ProcessMark(ours, "0"), state.port()).write(stateFile(lab));
      Guest next = Guest.arrive(lab.server());
      assertThat(next.endpoint().port()).isNotEqualTo(state.port());
      next.leave();
    }
  }

  @Test
  void whatAStarterLeftThatWasKilledHalfWayIsRemoved() throws Exception {
    try (Lab lab = Lab.prepared()) {
      Guest guest = Guest.arrive(lab.server());
      ServerState state = ServerState.read(stateFile(lab)).orElseThrow();
      new ServerState(
              state.boot(),
              state.host(),
              state.folder(),
              java.util.Optional.empty(),
              0,
              state.keeps())
          .write(stateFile(lab));
      Guest next = Guest.arrive(lab.server());
      assertThat(state.folder()).doesNotExist();
      assertThat(lab.servers()).isNotEmpty();
      next.leave();
      assertThat(guest.endpoint().port()).isNotEqualTo(next.endpoint().port());
    }
  }

  @Test
  void aServerWhoseDataSomebodyRemovedIsReplaced() throws Exception {
    try (Lab lab = Lab.prepared()) {
      Guest guest = Guest.arrive(lab.server());
      long before = guest.serverPid();
      FileTree.delete(dataOf(lab));
      Guest next = Guest.arrive(lab.server());
      assertThat(next.serverPid()).isNotEqualTo(before);
      next.leave();
    }
  }

  @Test
  void aServerWhoseCacheSomebodyRemovedIsEndedWhenNobodyIsConnectedAnyMore() throws Exception {
    try (Lab lab = Lab.prepared()) {
      Guest guest = Guest.arrive(lab.server());
      Path orphan = lab.inMemory().get(0);
      FileTree.delete(lab.home());
      lab.prepare();
      Guest.arrive(lab.server()).leave();
      assertThat(lab.inMemory()).containsExactly(orphan);
      assertThat(guest.isCutOff()).isFalse();
      guest.disconnect();
      Awaitility.await()
          .untilAsserted(
              () -> {
                Guest.arrive(lab.server()).leave();
                assertThat(orphan).doesNotExist();
              });
    }
  }

  private static Path dataOf(Lab lab) throws Exception {
    return new RunFolder(lab.inMemory().get(0)).data();
  }

  private static Path stateFile(Lab lab) throws Exception {
    return lab.home().resolve("run-" + lab.machine().place().id()).resolve("server.properties");
  }

  private static List<String> sharedMemory() throws Exception {
    return Files.readAllLines(Path.of("/proc/sysvipc/shm")).stream()
        .map(row -> row.strip().split(" +", -1)[1])
        .toList();
  }
}
