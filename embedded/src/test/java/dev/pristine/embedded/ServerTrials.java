package dev.pristine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
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
public abstract class ServerTrials {

  private static final int FORKS = 6;

  private final ServerUnderTest subject;

  protected ServerTrials(ServerUnderTest subject) {
    this.subject = subject;
  }

  protected final Lab prepared() throws IOException, SQLException {
    return Lab.prepared(subject);
  }

  @Test
  void processesThatStartAtTheSameInstantGetOneServer() throws Exception {
    try (Lab lab = prepared()) {
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
    try (Lab lab = Lab.empty(subject)) {
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
    try (Lab lab = prepared()) {
      ExecutorService threads = Executors.newFixedThreadPool(FORKS);
      try {
        for (int round = 0; round < 3; round++) {
          List<Callable<Long>> visits = new ArrayList<>();
          for (int i = 0; i < FORKS; i++) {
            visits.add(
                () -> {
                  Guest guest = lab.arrive();
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
    try (Lab lab = prepared()) {
      Fork starter = lab.fork();
      starter.hear();
      String server = starter.ask("arrive");
      starter.process().destroyForcibly().waitFor();
      Guest next = lab.arrive();
      assertThat(next.serverPid()).isEqualTo(Long.parseLong(server));
      Awaitility.await().until(next::isAlone);
      next.leave();
      lab.assertNothingLeft();
    }
  }

  @Test
  void controlCInTheTerminalOfTheStarterLeavesTheServerRunning() throws Exception {
    try (Lab lab = prepared()) {
      // In a process session of its own, so that the signal reaches it and not us; and heard even
      // where we were started in the background, with the signal ignored.
      Fork starter = lab.fork(List.of("env", "--default-signal=INT", "setsid"));
      String pid = starter.hear().substring("ready ".length());
      long server = Long.parseLong(starter.ask("arrive"));
      Lab.run("sh", "-c", "kill -INT -" + pid);
      starter.process().waitFor();
      Guest next = lab.arrive();
      assertThat(next.serverPid()).isEqualTo(server);
      Awaitility.await().until(next::isAlone);
      next.leave();
    }
  }

  @Test
  void aServerThatWasKilledIsReplacedAndNothingIsLeftOfIt() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
      long killed = guest.serverPid();
      ProcessHandle.of(killed).orElseThrow().destroyForcibly();
      Guest next = lab.arrive();
      assertThat(next.serverPid()).isNotEqualTo(killed);
      assertThat(lab.inMemory()).hasSize(1);
      next.leave();
      lab.assertNothingLeft();
    }
  }

  @Test
  void leavingAServerThatWasKilledCleansUp() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
      ProcessHandle.of(guest.serverPid()).orElseThrow().destroyForcibly();
      Awaitility.await().until(() -> lab.server().joinIfRunning(Endpoint::port).isEmpty());
      guest.leave();
      lab.assertNothingLeft();
    }
  }

  @Test
  void aStateOfAnotherBootIsNotBelieved() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
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
      Guest next = lab.arrive();
      assertThat(next.serverPid()).isNotEqualTo(before);
      assertThat(lab.inMemory()).hasSize(1);
      next.leave();
    }
  }

  @Test
  void aStateWhoseProcessIdWasGivenToAnotherIsNotBelieved() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
      ServerState state = ServerState.read(stateFile(lab)).orElseThrow();
      ProcessHandle.of(guest.serverPid()).orElseThrow().destroyForcibly();
      long ours = ProcessHandle.current().pid();
      state.ready(new ProcessMark(ours, "0"), state.port()).write(stateFile(lab));
      Guest next = lab.arrive();
      assertThat(next.endpoint().port()).isNotEqualTo(state.port());
      next.leave();
    }
  }

  @Test
  void whatAStarterLeftThatWasKilledHalfWayIsRemoved() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
      ServerState state = ServerState.read(stateFile(lab)).orElseThrow();
      new ServerState(
              state.boot(),
              state.host(),
              state.folder(),
              java.util.Optional.empty(),
              0,
              state.keeps())
          .write(stateFile(lab));
      Guest next = lab.arrive();
      assertThat(state.folder()).doesNotExist();
      assertThat(lab.servers()).isNotEmpty();
      next.leave();
      assertThat(guest.endpoint().port()).isNotEqualTo(next.endpoint().port());
    }
  }

  @Test
  void aServerWhoseDataSomebodyRemovedIsReplaced() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
      long before = guest.serverPid();
      FileTree.delete(dataOf(lab));
      Guest next = lab.arrive();
      assertThat(next.serverPid()).isNotEqualTo(before);
      next.leave();
    }
  }

  @Test
  void aServerWhoseCacheSomebodyRemovedIsEndedWhenNobodyIsConnectedAnyMore() throws Exception {
    try (Lab lab = prepared()) {
      Guest guest = lab.arrive();
      Path orphan = lab.inMemory().get(0);
      FileTree.delete(lab.home());
      lab.prepare();
      lab.arrive().leave();
      assertThat(lab.inMemory()).containsExactly(orphan);
      assertThat(guest.isCutOff()).isFalse();
      guest.disconnect();
      Awaitility.await()
          .untilAsserted(
              () -> {
                lab.arrive().leave();
                assertThat(orphan).doesNotExist();
              });
    }
  }

  private static Path dataOf(Lab lab) throws Exception {
    return new RunFolder(lab.inMemory().get(0)).data();
  }

  private static Path stateFile(Lab lab) throws Exception {
    return lab.placeOnDisk().resolve("server.properties");
  }
}
