package dev.pristine.embedded;

import dev.pristine.spi.ServerRequest;
import dev.pristine.spi.ServerRequest.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The embedded server of one user, version and cache folder, which all processes share: whoever
 * comes first starts it, whoever leaves last stops it, and in between nobody's role is special.
 *
 * <p>Everything is done under a lock that holds between all processes of the machine. Thread-safe.
 */
public final class EmbeddedServer {

  /** How long a server that recovers from a crash of one of its processes is waited for. */
  private static final Duration RECOVERY = Duration.ofSeconds(10);

  private static final int PORTS_TO_TRY = 20;

  private final Software software;
  private final Storage storage;
  private final Machine machine;
  private final ServerHome home;

  /** Finds the cache folder; starts nothing. */
  public EmbeddedServer(Software software, ServerRequest request) throws SQLException {
    this(software, request, Machine.current(software.release().product()));
  }

  /** As the other, on a machine of one's own choice. */
  EmbeddedServer(Software software, ServerRequest request, Machine machine) throws SQLException {
    this.software = software;
    this.storage = request.storage();
    this.machine = machine;
    Path servers =
        CacheFolder.forServers(
            request.cache(), software.release().folder(), machine.platform(), machine.account());
    try {
      this.home = new ServerHome(servers, software, machine);
    } catch (IOException e) {
      throw Trouble.of("Could not use the cache folder [" + servers + "]", e);
    }
  }

  /**
   * Starts the server if none runs, then joins it before anybody else can stop it.
   *
   * @throws SQLException if it cannot be started, or {@code join} fails; then a server that was
   *     started for it is stopped again
   * @param <T> what {@code join} returns
   */
  public <T> T startAndJoin(Join<T> join) throws SQLException {
    return exclusively(
        "start",
        () -> {
          home.prepare();
          Optional<T> joined = joinRunning(join);
          return joined.isPresent() ? joined.get() : launch(join);
        });
  }

  /**
   * Joins the server if one runs, and otherwise does nothing.
   *
   * @param <T> what {@code join} returns
   */
  public <T> Optional<T> joinIfRunning(Join<T> join) throws SQLException {
    return exclusively("join", () -> joinRunning(join));
  }

  /** Tells what would make the server that runs faster; only for who is joining it. */
  public List<String> advice() throws SQLException {
    try {
      return ServerState.read(home.stateFile())
          .filter(state -> state.folder().startsWith(home.place()))
          .map(state -> List.of(onDisk(machine.memory().objection())))
          .orElse(List.of());
    } catch (IOException e) {
      throw Trouble.of("Could not read [" + home.stateFile() + "]", e);
    }
  }

  private static String onDisk(Optional<String> objection) {
    return objection
        .map(reason -> "its data lies on disk, because " + reason + "; in memory it is faster")
        .orElse(
            "its data lies on disk, and there is room in memory, where it is faster: leave"
                + " pristine.storage at auto, and stop the server so that it starts anew");
  }

  /**
   * Leaves the server, and stops it if the departure says so. The data goes back to the cache if it
   * keeps something else than at the start; then the folder that the server ran in is removed.
   *
   * @throws SQLException if the departure fails, then the server runs on; or if the data could not
   *     be kept, then the server is stopped nevertheless, and the next one starts from the data
   *     that was kept before
   */
  public void leave(Departure departure) throws SQLException {
    exclusively(
        "stop",
        () -> {
          Optional<ServerState> state = running();
          if (state.isEmpty()) {
            clearLeftovers();
          } else if (departure.lastLook(endpoint(state.get()))
              instanceof Departure.Farewell.Stops stops) {
            stop(state.get(), stops.worthKeeping());
          }
          return state;
        });
  }

  /**
   * Removes everything that servers of this version have left in the cache.
   *
   * @throws SQLException if one runs
   */
  public void purge() throws SQLException {
    exclusively(
        "purge",
        () -> {
          Optional<ServerState> state = running();
          if (state.isPresent() || home.usedElsewhere()) {
            throw Trouble.of(
                "The embedded server %s of the cache folder [%s] is running (%s), so its files cannot be removed. Stop it first."
                    .formatted(
                        software.release(),
                        home.folder(),
                        state
                            .map(known -> "port " + known.port())
                            .orElse("or was, in another container")),
                Trouble.IN_USE);
          }
          clearLeftovers();
          home.remove();
          return state;
        });
  }

  private <T> Optional<T> joinRunning(Join<T> join) throws IOException, SQLException {
    Optional<ServerState> state = running();
    if (state.isEmpty()) {
      return Optional.empty();
    }
    Endpoint endpoint = endpoint(state.get());
    long deadline = System.nanoTime() + RECOVERY.toNanos();
    while (true) {
      try {
        return Optional.of(join.join(endpoint));
      } catch (SQLException e) {
        if (running().isEmpty()) {
          return Optional.empty();
        }
        if (!software.isPassing(e) || System.nanoTime() - deadline > 0) {
          throw e;
        }
      }
      Poll.until(Duration.ofMillis(2), Optional::empty, () -> true);
    }
  }

  private <T> T launch(Join<T> join) throws IOException, SQLException {
    clearLeftovers();
    Orphans.remove(machine.memory().folder(), machine.place(), software);
    ServerState state = start();
    try {
      return join.join(endpoint(state));
    } catch (SQLException | RuntimeException e) {
      try {
        discard(state);
      } catch (IOException | SQLException unstopped) {
        e.addSuppressed(unstopped);
      }
      throw e;
    }
  }

  /** Starts a server from the newest data that a server starts from. */
  private ServerState start() throws IOException, SQLException {
    Installation installed = home.installation();
    Passwords passwords = home.passwords();
    while (true) {
      KeptData.Kept data = home.newestData(installed, passwords);
      try {
        return start(installed, passwords, data);
      } catch (SQLException e) {
        clearLeftovers();
        if (data.number() == 0 || Trouble.DISK_FULL.equals(e.getSQLState())) {
          throw e;
        }
        // Whatever is wrong with it, templates can be built again.
        home.data().remove(data.number());
      } catch (IOException | RuntimeException e) {
        clearLeftovers();
        throw e;
      }
    }
  }

  private ServerState start(Installation installed, Passwords passwords, KeptData.Kept data)
      throws IOException, SQLException {
    RunFolder run = RunFolder.in(folderForData());
    Place place = machine.place();
    ServerState state =
        new ServerState(place.boot(), place.host(), run.path(), Optional.empty(), 0, data.keeps());
    // Written first, so that whoever comes after a sudden end knows what to remove.
    state.write(home.stateFile());
    run.fill(data.path(), machine.account(), home.stateFile(), place);
    Set<Integer> taken = new LinkedHashSet<>();
    while (taken.size() < PORTS_TO_TRY) {
      int port = machine.ports().getAsInt();
      Optional<ProcessMark> process = software.start(installed, run, port);
      if (process.isPresent()) {
        ServerState ready = state.ready(process.get(), port);
        ready.write(home.stateFile());
        FileTree.writePrivately(home.clientFile(), software.clientFile(port, passwords));
        return ready;
      }
      taken.add(port);
      FileTree.delete(run.log());
    }
    throw Trouble.of(
        "Could not start %s: the ports %s on %s were all taken by others. Try again."
            .formatted(software.release(), taken, Endpoint.HOST),
        Trouble.CANNOT_CONNECT);
  }

  private Path folderForData() throws SQLException {
    if (storage == Storage.DISK) {
      return home.place();
    }
    Optional<String> objection = machine.memory().objection();
    if (objection.isEmpty()) {
      return machine.memory().folder();
    }
    if (storage == Storage.MEMORY) {
      throw Trouble.of(
          "The embedded server cannot keep its data in memory: %s. Set pristine.storage to disk or auto, or give it more (docker run --shm-size=2g, for example)."
              .formatted(objection.get()),
          Trouble.DISK_FULL);
    }
    return home.place();
  }

  private void stop(ServerState state, Set<String> worthKeeping) throws IOException, SQLException {
    if (state.keeps().equals(worthKeeping)) {
      discard(state);
      return;
    }
    Installation installed = home.installation();
    RunFolder run = new RunFolder(state.folder());
    try (Leftovers leftovers = this::clearLeftovers) {
      if (!software.shutDown(installed, run, state.process().orElseThrow())) {
        throw Trouble.of(
            "%s did not stop in order, so its templates were not kept; they will be built again. Its log ends so:%n%s"
                .formatted(software.release(), LogFile.tail(run.log())));
      }
      home.data().add(worthKeeping, content -> home.keep(run, content));
    } catch (IOException e) {
      throw Trouble.of(
          "Could not keep the templates of the embedded server in the cache folder [%s]; those kept before are intact"
              .formatted(home.folder()),
          e);
    }
  }

  private void discard(ServerState state) throws IOException, SQLException {
    RunFolder run = new RunFolder(state.folder());
    try (Leftovers leftovers = this::clearLeftovers) {
      software.end(home.installation(), run, state.process().orElseThrow());
    }
  }

  /** What must be cleared whatever happens. */
  private interface Leftovers extends AutoCloseable {
    @Override
    void close() throws IOException, SQLException;
  }

  /** Removes all that a server has left, and ends what is left of itself. */
  private void clearLeftovers() throws IOException, SQLException {
    Optional<ServerState> state = ServerState.read(home.stateFile());
    if (state.isPresent()) {
      new RunFolder(state.get().folder()).clear(state.get().process(), software);
    }
    home.clearPlace();
  }

  /** Returns the server that runs and can be joined. */
  private Optional<ServerState> running() throws IOException {
    Optional<ServerState> state =
        ServerState.read(home.stateFile())
            .filter(known -> known.boot().equals(machine.place().boot()))
            .filter(known -> known.process().map(ProcessMark::alive).orElse(false));
    if (state.isEmpty()) {
      return state;
    }
    // A server whose data somebody removed is about to end.
    boolean whole = software.data(new RunFolder(state.get().folder()).data()).isInhabited();
    return whole ? state : Optional.empty();
  }

  private Endpoint endpoint(ServerState state) throws IOException, SQLException {
    Passwords passwords = home.knownPasswords();
    return new Endpoint(
        Endpoint.HOST,
        state.port(),
        software.release().administrator(),
        passwords.administrator(),
        passwords.test(),
        home.clientFile(),
        new Room(state.folder()));
  }

  private <T> T exclusively(String what, FileMutex.Work<T> work) throws SQLException {
    try {
      return home.mutex().hold(work);
    } catch (IOException e) {
      throw Trouble.of(
          "Could not %s the embedded server %s in the cache folder [%s]"
              .formatted(what, software.release(), home.folder()),
          e);
    }
  }
}
