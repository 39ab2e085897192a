package dev.pristine.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The folder in the cache that belongs to the servers of one version: their programs, passwords and
 * data, and what is known of the one that runs. Only used by who holds its {@link #mutex()}.
 */
final class ServerHome {

  /** Longer than a server may take to start on a machine that is very busy. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Duration FORGOTTEN = Duration.ofDays(7);

  private final Path folder;
  private final Software software;
  private final Machine machine;
  private final FileMutex mutex;

  ServerHome(Path servers, Software software, Machine machine) throws IOException {
    String key = software.release().key();
    this.folder = servers.resolve(key);
    this.software = software;
    this.machine = machine;
    this.mutex = FileMutex.of(servers.resolve(key + ".lock"), PATIENCE);
  }

  FileMutex mutex() {
    return mutex;
  }

  Path folder() {
    return folder;
  }

  /** Returns the file that tells of the server that runs. */
  Path stateFile() {
    return place().resolve("server.properties");
  }

  /** Returns the folder of all versions that a state file belongs to; empty if to none. */
  static Optional<Path> of(Path stateFile) {
    return Optional.of(stateFile).map(Path::getParent).map(Path::getParent).map(Path::getParent);
  }

  /** Returns the file by which people connect to the server that runs. */
  Path clientFile() {
    return place().resolve(software.release().clientFile());
  }

  /** Returns the folder for a server's data where it is not in memory. */
  Path place() {
    return folder.resolve("run-" + machine.place().id());
  }

  private Path passwordFile() {
    return folder.resolve("passwords.properties");
  }

  /** Makes the folders, and removes what servers before the last boot have left. */
  void prepare() throws IOException, SQLException {
    FileTree.createFolders(place(), FileTree.SHARED_FOLDER);
    for (Path other : FileTree.list(folder, "run-*")) {
      if (!other.equals(place()) && forgotten(other)) {
        FileTree.delete(other);
      }
    }
  }

  /** Returns the programs, unpacked at the first use. */
  Installation installation() throws IOException, SQLException {
    CachedFolder unpacked = new CachedFolder(folder.resolve("binaries"));
    if (unpacked.verify(machine.place().boot()).isEmpty()) {
      unpacked.make(
          machine.place().boot(),
          Set.of(),
          FileTree.SHARED_FOLDER,
          content -> {
            software.unpack(UnpackedFolder.create(content));
            return FileTree.sums(content);
          });
    }
    return new Installation(unpacked.content(), machine.platform(), machine.account());
  }

  /** Returns the passwords; if they are lost, so is the data that they open. */
  Passwords passwords() throws IOException {
    Optional<Passwords> known = Passwords.read(passwordFile());
    if (known.isPresent()) {
      return known.get();
    }
    data().removeAll();
    Passwords passwords = Passwords.random(new SecureRandom());
    passwords.write(passwordFile());
    return passwords;
  }

  /** Returns the passwords of a server that runs. */
  Passwords knownPasswords() throws IOException, SQLException {
    return Passwords.read(passwordFile())
        .orElseThrow(
            () ->
                Trouble.of(
                    "The embedded server in [%s] is running, but the file [%s] with its passwords is gone. End the process that [%s] names, and try again."
                        .formatted(folder, passwordFile(), stateFile()),
                    Trouble.CANNOT_CONNECT));
  }

  /** Removes what is known of a server, and what was begun for one, when none runs. */
  void clearPlace() throws IOException, SQLException {
    if (!Files.isDirectory(place())) {
      return;
    }
    for (Path begun : FileTree.list(place(), RunFolder.PREFIX + "*")) {
      new RunFolder(begun).clear(Optional.empty(), software);
    }
    Files.deleteIfExists(clientFile());
    Files.deleteIfExists(stateFile());
  }

  /** Returns the data directories to start from. */
  KeptData data() {
    return new KeptData(folder, machine.place().boot());
  }

  /** Returns the newest data directory; makes one if there is none. */
  KeptData.Kept newestData(Installation installed, Passwords passwords)
      throws IOException, SQLException {
    Optional<KeptData.Kept> newest = data().newest();
    if (newest.isPresent()) {
      return newest.get();
    }
    RunFolder work = RunFolder.in(place());
    try {
      FileTree.createFolder(work.path(), FileTree.PRIVATE_FOLDER);
      machine.account().own(work.path());
      software.initialise(installed, work, passwords);
      data().add(Set.of(), content -> keep(work, content));
    } finally {
      FileTree.delete(work.path());
    }
    return data()
        .newest()
        .orElseThrow(() -> new IOException("the data directory in [" + folder + "] has vanished"));
  }

  /** Copies the data directory of a server that was shut down. */
  Map<String, FileTree.Sum> keep(RunFolder run, Path content) throws IOException {
    return FileTree.copy(
        run.data(), software.data(run.data()).filesToKeep(), content, machine.account());
  }

  /** Removes all of it. */
  void remove() throws IOException {
    FileTree.delete(folder);
  }

  /** Tells whether servers may run here that processes of another place started. */
  boolean usedElsewhere() throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    for (Path other : FileTree.list(folder, "run-*")) {
      if (!other.equals(place()) && !forgotten(other)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tells whether a place is of an earlier boot of this machine, or has been without a start for
   * long. Of another container's place nobody can tell otherwise whether its server runs.
   */
  private boolean forgotten(Path other) throws IOException {
    Path file = other.resolve("server.properties");
    Optional<ServerState> state = ServerState.read(file);
    boolean rebooted =
        state
            .filter(known -> known.host().equals(machine.place().host()))
            .filter(known -> !known.boot().equals(machine.place().boot()))
            .isPresent();
    try {
      Instant touched = Files.getLastModifiedTime(state.isPresent() ? file : other).toInstant();
      return rebooted || state.isEmpty() || touched.isBefore(Instant.now().minus(FORGOTTEN));
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
