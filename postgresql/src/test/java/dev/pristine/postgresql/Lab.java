package dev.pristine.postgresql;

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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A cache folder and a folder in memory for one test, and at its end a look whether anything is
 * left.
 */
final class Lab implements AutoCloseable {

  private static @Nullable Path unpacked;

  private final Path base;
  private final Path cache;
  private final Path memory;
  private final List<Process> forks = new ArrayList<>();
  private final List<Path> mounts = new ArrayList<>();

  private Lab(Path base) throws IOException {
    this.base = base;
    this.cache = folder(base.resolve("cache"));
    this.memory = folder(base.resolve("memory"));
  }

  /** Opens a lab with nothing in its cache. */
  static Lab empty() throws IOException {
    return new Lab(OpenFolder.create().path());
  }

  /** Opens a lab where the binaries were unpacked already, and a data directory made. */
  static Lab prepared() throws IOException, SQLException {
    Lab lab = empty();
    lab.prepare();
    return lab;
  }

  private static synchronized Path unpacked() throws IOException, SQLException {
    if (unpacked == null) {
      Lab lab = empty();
      Guest.arrive(lab.server()).leave();
      unpacked = lab.cache;
      Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteAtExit(lab.base)));
    }
    return unpacked;
  }

  private static void deleteAtExit(Path folder) {
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> children = Files.list(from)) {
      for (Path child : children.toList()) {
        run("cp", "-a", child.toString(), to.toString());
      }
    }
  }

  /** Runs a program that must succeed. */
  static void run(String... line) throws IOException {
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
    copy(unpacked(), cache);
  }

  /** Puts one folder that a prepared lab has into this one. */
  void prepare(String folder) throws IOException, SQLException {
    Path from = FileTree.list(unpacked().resolve("postgresql"), "*-*[0-9a-f]").get(0);
    Path to = cache.resolve(unpacked().relativize(from));
    folder(cache.resolve("postgresql"));
    folder(to);
    run("cp", "-a", from.resolve(folder).toString(), to.toString());
  }

  Path cache() {
    return cache;
  }

  Path memory() {
    return memory;
  }

  /** Returns the folder in the cache that belongs to the one version there is. */
  Path home() throws IOException {
    return FileTree.list(cache.resolve("postgresql"), "*-*[0-9a-f]").get(0);
  }

  Machine machine() throws SQLException {
    return Machine.current().withMemory(new Memory(memory, Memory.ofThisMachine().system()));
  }

  ServerRequest request(Storage storage) {
    return request("embedded:postgresql", storage);
  }

  ServerRequest request(String server, Storage storage) {
    return new ServerRequest(server, null, null, "lab", false, cache, storage);
  }

  EmbeddedPostgres server() throws SQLException {
    return server(Storage.AUTO);
  }

  EmbeddedPostgres server(Storage storage) throws SQLException {
    return server(storage, machine());
  }

  EmbeddedPostgres server(Storage storage, Machine machine) throws SQLException {
    return new EmbeddedPostgres(request(storage), machine, Map.of());
  }

  EmbeddedPostgres serverWith(Map<String, String> settings) throws SQLException {
    return new EmbeddedPostgres(request(Storage.AUTO), machine(), settings);
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
    line.addAll(List.of(cache.toString(), memory.toString()));
    Process process =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    forks.add(process);
    return new Fork(process);
  }

  /** Returns what is in the folder in memory. */
  List<Path> inMemory() throws IOException {
    return FileTree.list(memory);
  }

  /** Finds every process that works in one of this lab's folders. */
  List<ProcessMark> servers() throws IOException {
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
  public void close() throws IOException {
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
  void assertNothingLeft() throws IOException {
    Awaitility.await().untilAsserted(() -> assertThat(servers()).isEmpty());
    assertThat(inMemory()).isEmpty();
    try (Stream<Path> files = Files.walk(cache)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .doesNotContain("postmaster.pid", "server.properties", "pgpass")
          .noneMatch(name -> name.startsWith(RunFolder.PREFIX) || name.endsWith(".partial"));
    }
  }
}
