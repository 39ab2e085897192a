package dev.pristine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pristine.enginetests.OpenFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A cache folder, and so an embedded server, that nobody else has. */
final class OwnCache implements AutoCloseable {

  private final OpenFolder folder;

  private OwnCache(OpenFolder folder) {
    this.folder = folder;
  }

  static OwnCache create() throws IOException {
    return new OwnCache(OpenFolder.create());
  }

  /** Returns the arguments that make the command line use it. */
  String[] arguments() {
    return new String[] {"-D", "pristine.cache=" + folder.path(), "--project", "command line"};
  }

  Path folder() {
    return folder.path();
  }

  /** Removes the server, and makes sure that it is gone. */
  @Override
  public void close() throws IOException {
    new CommandLineProcess(arguments()).run("clean", "--all");
    await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(processes()).isEmpty());
    folder.close();
  }

  private List<String> processes() {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(folder.path().toString()))
        .toList();
  }
}
