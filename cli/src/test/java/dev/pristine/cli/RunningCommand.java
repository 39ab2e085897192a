package dev.pristine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line while it runs a command of {@code lease acquire}. */
final class RunningCommand implements AutoCloseable {

  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final BufferedReader out;
  private final ProcessHandle command;

  private RunningCommand(Process process) throws IOException {
    this.process = process;
    this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    long begun = Long.parseLong(await("begun ").substring("begun ".length()));
    this.command = ProcessHandle.of(begun).orElseThrow();
  }

  /**
   * Starts one, and returns when the command has begun.
   *
   * @param script what the shell does then; its first argument is {@code $0}
   */
  static RunningCommand start(CommandLineProcess settings, String script, String... acquire)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("lease", "acquire"));
    arguments.addAll(List.of(acquire));
    arguments.addAll(List.of("--exec", "sh", "-c", "echo begun $$; " + script));
    ProcessBuilder program = settings.program(Main.class, arguments.toArray(String[]::new));
    // Without a terminal: what a terminal sends reaches the command without our doing.
    if (Files.isExecutable(SETSID)) {
      program.command().add(0, SETSID.toString());
    }
    return new RunningCommand(program.redirectErrorStream(true).start());
  }

  /** Waits for the line that begins with a word, and returns it. */
  String await(String word) throws IOException {
    List<String> seen = new ArrayList<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      seen.add(line);
      if (line.startsWith(word)) {
        return line;
      }
    }
    throw new AssertionError("It did not say '" + word + "', but: " + seen);
  }

  long pid() {
    return process.pid();
  }

  /** Sends a signal to the command line, not to what it runs. */
  void signal(String name) throws IOException, InterruptedException {
    int sent =
        new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", name, Long.toString(pid()))
            .start()
            .waitFor();
    assertThat(sent).isZero();
  }

  /** Lets the command go on that waits for input, and waits for the end. */
  int finish() throws IOException, InterruptedException {
    process.getOutputStream().close();
    return exitCode();
  }

  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  /** Kills it without a warning. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    // The command too, should nobody have ended it with the command line.
    command.descendants().forEach(ProcessHandle::destroyForcibly);
    command.destroyForcibly();
    process.destroyForcibly();
  }
}
