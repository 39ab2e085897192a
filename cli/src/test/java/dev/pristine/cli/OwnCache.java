package dev.pristine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A cache folder, and so an embedded server, that nobody else has. */
final class OwnCache implements AutoCloseable {

  private final Path folder;

  private OwnCache(Path folder) {
    this.folder = folder;
  }

  static OwnCache create() throws IOException {
    Path folder = Files.createTempDirectory("pristine-cli-");
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      // The server does not run as root, and must get in.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return new OwnCache(folder);
  }

  /** Returns the arguments that make the command line use it. */
  String[] arguments() {
    return new String[] {"-D", "pristine.cache=" + folder, "--project", "command line"};
  }

  Path folder() {
    return folder;
  }

  /** Removes the server, and makes sure that it is gone. */
  @Override
  public void close() throws IOException {
    new CommandLineProcess(arguments()).run("clean", "--all");
    await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(processes()).isEmpty());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private List<String> processes() {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(folder.toString()))
        .toList();
  }
}
