package dev.pristine.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** What all commands can be told. */
final class RunOptions {

  @Option(
      names = "--out",
      defaultValue = "benchmarks/target/results",
      paramLabel = "FOLDER",
      description = "Where the results go (default: ${DEFAULT-VALUE}).")
  Path out = Path.of(".");

  /** Sets a setting of Pristine for this process and those that it starts. */
  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "A setting of Pristine, pristine.cache=/var/tmp/bench or"
              + " pristine.server=jdbc:postgresql://… for example.")
  void set(Map<String, String> settings) {
    settings.forEach(System::setProperty);
  }

  void write(String file, String content) throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve(file), content);
  }
}
