package dev.pristine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pristine.enginetests.OpenFolder;
import dev.pristine.spi.ServerRequest;
import dev.pristine.spi.ServerRequest.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A cache folder and a folder in memory for one test, and at its end a look whether anything is
 * left.
 */
public final class Lab implements AutoCloseable {

  private static final Map<Class<?>, Path> UNPACKED = new HashMap<>();

  private final ServerUnderTest subject;
  private final Path base;
  private final Path cache;
  private final Path memory;
  private final List<Process> forks = new ArrayList<>();
  private final List<Path> mounts = new ArrayList<>();

  private Lab(ServerUnderTest subject, Path base) throws IOException {
    this.subject = subject;
    this.base = base;
    this.cache = folder(base.resolve("cache"));
    this.memory = folder(base.resolve("memory"));
  }

  /** Opens a lab with nothing in its cache. */
  public static Lab empty(ServerUnderTest subject) throws IOException {
    return new Lab(subject, OpenFolder.create().path());
  }

  /** Opens a lab where the binaries were unpacked already, and a data directory made. */
  public static Lab prepared(ServerUnderTest subject) throws IOException, SQLException {
    Lab lab = empty(subject);
    lab.prepare();
    return lab;
  }

  private Path unpacked() throws IOException, SQLException {
    synchronized (UNPACKED) {
      Path unpacked = UNPACKED.get(subject.getClass());
      if (unpacked == null) {
        Lab lab = empty(subject);
        lab.arrive().leave();
        unpacked = lab.cache;
        UNPACKED.put(subject.getClass(), unpacked);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteAtExit(lab.base)));
      }
      return unpacked;
    }
  }

  private static void deleteAtExit(Path folder) {
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs a program that must succeed. */
  public static void run(String... line) throws IOException {
    try {
      assertThat(new ProcessBuilder(line).inheritIO().start().waitFor()).isZero();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Lets everybody enter a folder, the unprivileged user too, unlike those of {@code @TempDir}. */
  private static Path folder(Path folder) throws IOException {
    Files.createDirectories(folder);
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Puts a file system of this size in the place of a folder; only root can. */
  void limit(Path folder, int megabytes) throws IOException {
    assumeTrue(
        System.getProperty("user.name").equals("root"), "Only root can mount a small file system");
    run(
        "mount",
        "-t",
        "tmpfs",
        "-o",
        "mode=755,size=" + megabytes + "m",
        "none",
        folder.toString());
    mounts.add(folder);
  }

  /** Returns how much is in a folder. */
  static int megabytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return (int)
          (files
                  .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                  .mapToLong(Lab::blocks)
                  .sum()
              >> 20);
    }
  }

  private static long blocks(Path file) {
    // In pages of 4 kB, as a file system in memory does.
    return (file.toFile().length() + 4095) & -4096;
  }

  /** Puts what a prepared lab has into this one. */
  void prepare() throws IOException, SQLException {
    Path unpacked = unpacked();
    // Where it can be, by other names for the same files, of which there are hundreds of megabytes.
    String option = mounts.contains(cache) ? "-a" : "-alf";
    for (Path child : FileTree.list(unpacked)) {
      run("cp", option, child.toString(), cache.toString());
    }
    // But not those that are written to where they are.
    for (Path lock : FileTree.list(cache.resolve(family()), "*.lock")) {
      Files.delete(lock);
    }
  }

  /** Puts one folder that a prepared lab has into this one. */
  void prepare(String folder) throws IOException, SQLException {
    Path unpacked = unpacked();
    Path from = FileTree.list(unpacked.resolve(family()), "*-*[0-9a-f]").get(0);
    Path to = cache.resolve(unpacked.relativize(from));
    folder(cache.resolve(family()));
    folder(to);
    run("cp", "-a", from.resolve(folder).toString(), to.toString());
  }

  public Path cache() {
    return cache;
  }

  public Path memory() {
    return memory;
  }

  /** Returns the folder in the cache that belongs to the one version there is. */
  public Path home() throws IOException, SQLException {
    return FileTree.list(cache.resolve(family()), "*-*[0-9a-f]").get(0);
  }

  private Release release() throws SQLException {
    return subject.software(Map.of()).release();
  }

  private String family() throws SQLException {
    return release().folder();
  }

  /** Returns the folder where a server works whose data is not in memory. */
  Path placeOnDisk() throws IOException, SQLException {
    return home().resolve("run-" + machine().place().id());
  }

  Machine machine() throws SQLException {
    return Machine.current(release().product())
        .withMemory(new Memory(memory, Memory.ofThisMachine().system()));
  }

  public ServerRequest request(Storage storage) {
    return request(subject.text(), storage);
  }

  public ServerRequest request(String server, Storage storage) {
    return new ServerRequest(server, null, null, "lab", false, false, cache, storage);
  }

  /** Starts the server if need be, and takes part. */
  public Guest arrive() throws SQLException {
    return arrive(server());
  }

  public Guest arrive(EmbeddedServer server) throws SQLException {
    return Guest.arrive(subject, server);
  }

  public EmbeddedServer server() throws SQLException {
    return server(Storage.AUTO);
  }

  EmbeddedServer server(Storage storage) throws SQLException {
    return server(storage, machine());
  }

  EmbeddedServer server(Storage storage, Machine machine) throws SQLException {
    return new EmbeddedServer(subject.software(Map.of()), request(storage), machine);
  }

  public EmbeddedServer serverWith(Map<String, String> settings) throws SQLException {
    return new EmbeddedServer(subject.software(settings), request(Storage.AUTO), machine());
  }

  /** Starts a guest in a process of its own. */
  Fork fork() throws IOException {
    return fork(List.of());
  }

  /** Starts a guest in a process of its own, by a program that runs it. */
  Fork fork(List<String> runner) throws IOException {
    List<String> line = new ArrayList<>(runner);
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Fork.class.getName()));
    line.addAll(List.of(cache.toString(), memory.toString(), subject.getClass().getName()));
    Process process =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    forks.add(process);
    return new Fork(process);
  }

  /** Returns what is in the folder in memory. */
  public List<Path> inMemory() throws IOException {
    return FileTree.list(memory);
  }

  /** Finds every process that works in one of this lab's folders. */
  public List<ProcessMark> servers() throws IOException {
    List<Path> folders = new ArrayList<>();
    for (Path parent : List.of(memory, cache)) {
      try (Stream<Path> below = Files.walk(parent)) {
        below.filter(Files::isDirectory).forEach(folders::add);
      }
    }
    return ProcessMark.workingIn(folders);
  }

  /** Ends everything, and makes sure that the test had left nothing to end. */
  @Override
  public void close() throws IOException, SQLException {
    forks.forEach(Process::destroyForcibly);
    try {
      assertNothingLeft();
    } finally {
      for (ProcessMark server : servers()) {
        ProcessHandle.of(server.pid()).ifPresent(ProcessHandle::destroyForcibly);
        Awaitility.await().until(() -> !server.alive());
      }
      for (Path mount : mounts) {
        run("umount", mount.toString());
      }
      FileTree.delete(base);
    }
  }

  /** Makes sure that no server runs, and none has left a trace outside the cache. */
  public void assertNothingLeft() throws IOException, SQLException {
    Awaitility.await().untilAsserted(() -> assertThat(servers()).isEmpty());
    assertThat(inMemory()).isEmpty();
    try (Stream<Path> files = Files.walk(cache)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .doesNotContain(subject.processFile(), "server.properties", release().clientFile())
          .noneMatch(name -> name.startsWith(RunFolder.PREFIX) || name.endsWith(".partial"));
    }
  }
}
