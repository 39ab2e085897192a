package dev.pristine.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The unpacked programs, run as the user that the server belongs to. */
public final class Installation {

  private final Path programs;
  private final Platform platform;
  private final Account account;

  Installation(Path programs, Platform platform, Account account) {
    this.programs = programs;
    this.platform = platform;
    this.account = account;
  }

  /** Returns the folder that they were unpacked into. */
  public Path programs() {
    return programs;
  }

  /** Returns what they were made for. */
  public Platform platform() {
    return platform;
  }

  /**
   * Starts a program and returns at once. It works in the run folder and prints to {@link
   * RunFolder#output()}; its environment does not depend on who runs it.
   */
  public Process start(RunFolder run, List<String> line) throws IOException {
    return command(run, line).start();
  }

  /**
   * Runs a program to its end.
   *
   * @return its exit code
   * @throws SQLException if it does not end within the time; then it is ended
   */
  public int run(RunFolder run, List<String> line, Duration patience)
      throws IOException, SQLException {
    return command(run, line).run(patience);
  }

  /**
   * Starts a program that is to outlive this process, and returns at once. It gets a process
   * session of its own, so that Ctrl-C in our terminal does not reach it, and prints to {@link
   * RunFolder#log()}. The process that is returned may be one that only waits for it.
   */
  public Process startDetached(RunFolder run, List<String> line) throws IOException, SQLException {
    Path detaching =
        SystemProgram.find("setsid")
            .orElseThrow(
                () ->
                    Trouble.of(
                        "The server cannot be started apart from this process and its terminal: the program setsid is not in %s. Install it (package util-linux), or set pristine.server to the JDBC URL of a server of your own."
                            .formatted(SystemProgram.FOLDERS)));
    // Outermost: where the user is changed by su, that is another process, which waits.
    List<String> detached = new ArrayList<>(List.of(detaching.toString()));
    detached.addAll(account.line(line));
    return new Command(detached, run.path(), run.log()).start();
  }

  private Command command(RunFolder run, List<String> line) {
    return new Command(account.line(line), run.path(), run.output());
  }

  /** Writes a file that only the server's user may read. */
  public void write(Path file, String text) throws IOException {
    FileTree.writePrivately(file, text);
    account.own(file);
  }

  /** Removes a file, or a folder with all that is in it; does nothing if it does not exist. */
  public void remove(Path path) throws IOException {
    FileTree.delete(path);
  }
}
